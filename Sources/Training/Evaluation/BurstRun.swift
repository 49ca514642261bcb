import ModelFormat
import RealTime

/// A few samples as loud as can be in the midst of music, once up and once down.
struct BurstRun {
  let rateHz: Double
  /// Of either output, in volts.
  let peak: Double
  /// Largest difference from what is played without them, in the last quarter.
  let left: Double

  private static let burstFrames = 5

  /// - Parameters:
  ///   - input: volts at `rateHz`; the burst stands at a quarter of it.
  ///   - gestures: one per control.
  ///   - volts: of the burst.
  /// - Throws: `EngineError`.
  init(
    _ model: Model, input: [Float], rateHz: Double, gestures: [KnobGesture], volts: Float
  ) throws(EngineError) {
    let at = input.count / 4
    let clean = try Playback.render(model, input: input, rateHz: rateHz, gestures: gestures)
    var (peak, left) = (0.0, 0.0)
    for burst in [volts, -volts] {
      var spoilt = input
      for n in at..<min(at + Self.burstFrames, input.count) { spoilt[n] = burst }
      let output = try Playback.render(model, input: spoilt, rateHz: rateHz, gestures: gestures)
      peak = max(peak, ErrorMeasure.peak(output))
      left = max(left, ErrorMeasure.peak(zip(output, clean).suffix(input.count / 4).map { $0 - $1 }))
    }
    (self.rateHz, self.peak, self.left) = (rateHz, peak, left)
  }
}
