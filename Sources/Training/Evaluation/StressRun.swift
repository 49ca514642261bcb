import Circuits
import Glibc
import ModelFormat
import RealTime

/// The engine under what no player does, for long: whether it stays within bounds.
struct StressRun {
  enum Kind: CaseIterable, Sendable {
    /// For 20 dB above nominal: every knob wandering at a pace of its own.
    case hot
    /// For nominal level: every knob somewhere else at every sample.
    case knobs

    /// Above nominal.
    var decibels: Double { self == .hot ? 20 : 0 }
  }

  /// Largest output in volts.
  private(set) var peak: Float = 0
  /// Samples that were not finite, and states that the engine had to reset.
  private(set) var faults = 0

  static let rateHz = 96_000.0

  /// - Parameters:
  ///   - volts: the material at `rateHz` and as loud as the kind has it, played over and over.
  ///   - progress: 0…1.
  /// - Throws: `EngineError`.
  init(
    _ kind: Kind, _ model: Model, volts: [Double], seconds: Double, progress: (Double) -> Void
  ) throws(EngineError) {
    let engine = try Engine.allocate(model: model, sampleRate: Self.rateHz, channelCount: 1)
    defer { Engine.deallocate(engine) }
    engine.pointee.reset()
    var random = SplitMix64(seed: 1)
    let count = Int(seconds * Self.rateHz)
    let block = kind == .hot ? KnobGesture.eventFrames : 1
    var input = [Float](repeating: 0, count: block)
    var output = input
    for start in stride(from: 0, to: count, by: block) {
      if start % 96_000 == 0 { progress(Double(start) / Double(count)) }
      for knob in model.controls.indices {
        let position =
          switch kind {
          // Incommensurate slow sines pass near every corner.
          case .hot:
            0.5 - 0.51 * cos(2 * .pi * Double(start) / Self.rateHz * (0.31 + 0.17 * Double(knob).squareRoot()))
          case .knobs: random.uniform()
          }
        engine.pointee.setPosition(position, ofControl: knob)
      }
      let frames = min(block, count - start)
      for n in 0..<frames { input[n] = Float(volts[(start + n) % volts.count]) }
      engine.pointee.process(input, nil, outLeft: &output, outRight: nil, frames: frames)
      for n in 0..<frames {
        if output[n].isFinite { peak = max(peak, abs(output[n])) } else { faults += 1 }
      }
    }
    faults += Int(clamping: engine.pointee.faultCount)
  }
}
