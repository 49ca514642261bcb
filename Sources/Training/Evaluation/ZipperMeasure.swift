import Glibc
import ModelFormat
import RealTime

/// Whether a moving knob is heard as anything but the knob: the engine, which computes what depends on knobs at a few
/// places and runs curves between them, against the reference, which computes everything at every sample in double
/// precision and follows the same smoothed knobs.
public enum ZipperMeasure {
  public static let rateHz = 96_000.0

  /// Full sweeps at 1, 5 and 20 Hz, and steps from end to end at 10 Hz.
  public static func gestures(upTo limit: Double) -> [KnobGesture] {
    [1, 5, 20].map { KnobGesture.sine(hertz: $0, upTo: limit) } + [.square(hertz: 10, upTo: limit)]
  }

  /// - Parameters:
  ///   - volts: at this rate, where no filter stands between engine and model.
  ///   - gestures: one per control of the model.
  /// - Returns: error to signal, in decibels.
  /// - Throws: `EngineError`.
  public static func decibels(
    _ model: Model, volts: [Double], rateHz: Double = rateHz, gestures: [KnobGesture],
    progress: (Double) -> Void = { _ in }
  ) throws -> Double {
    let input = volts.map { Float($0) }
    let output = try Playback.render(model, input: input, rateHz: rateHz, gestures: gestures)
    func target(_ knob: Int, _ frame: Int) -> Double { gestures[knob].target(frame: frame, rateHz: rateHz) }
    var smoothers = gestures.indices.map { Smoother(rateHz: rateHz, value: target($0, 0)) }
    var reference = ReferenceStep(model, rateHz: rateHz, positions: smoothers.map(\.value))
    let truth = input.indices.map { n in
      if n % 4096 == 0 { progress(Double(n) / Double(input.count)) }
      let positions = smoothers.indices.map { knob in
        smoothers[knob].head(for: target(knob, n))
        _ = smoothers[knob].step()
        return smoothers[knob].between
      }
      return reference.step(Double(input[n]), positions: positions)
    }
    return ErrorMeasure.esrDecibels(output, truth: truth)
  }
}
