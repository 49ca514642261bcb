import ModelFormat
import RealTime

/// A few samples as loud as can be, in the midst of music.
struct BurstRun {
  let rateHz: Double
  /// Of the output, in volts.
  let peak: Double
  /// Largest difference from what is played without them, in the last quarter.
  let left: Double

  private static let burstFrames = 5

  /// - Parameters:
  ///   - input: volts at `rateHz`; the burst stands at a quarter of it.
  ///   - gestures: one per control.
  /// - Throws: `EngineError`.
  init(
    _ model: Model, input: [Float], rateHz: Double, gestures: [KnobGesture], burst: Float
  ) throws(EngineError) {
    var spoilt = input
    let at = input.count / 4
    for n in at..<min(at + Self.burstFrames, input.count) { spoilt[n] = burst }
    let clean = try Playback.render(model, input: input, rateHz: rateHz, gestures: gestures)
    let output = try Playback.render(model, input: spoilt, rateHz: rateHz, gestures: gestures)
    func largest(_ samples: some Sequence<Float>) -> Double {
      Double(samples.reduce(0) { $1.isFinite ? max($0, abs($1)) : .infinity })
    }
    self.rateHz = rateHz
    peak = largest(output)
    left = largest(zip(output, clean).suffix(input.count / 4).map { $0 - $1 })
  }
}
