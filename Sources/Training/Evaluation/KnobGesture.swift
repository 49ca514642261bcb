import Glibc
import RealTime

/// What a knob is told to do in an evaluation; the way there is smoothed as in the plugin.
public enum KnobGesture: Sendable, Hashable {
  case held(Double)
  /// From 0 to `upTo` and back, positions told every 32 frames.
  case sine(hertz: Double, upTo: Double = 1)
  case square(hertz: Double, upTo: Double = 1)

  static let eventFrames = 32

  /// Target at a frame.
  func target(frame: Int, rateHz: Double) -> Double {
    let seconds = Double(frame / Self.eventFrames * Self.eventFrames) / rateHz
    switch self {
    case .held(let position): return position
    case .sine(let hertz, let top): return top * (0.5 - 0.5 * cos(2 * .pi * hertz * seconds))
    case .square(let hertz, let top): return (seconds * hertz).truncatingRemainder(dividingBy: 1) < 0.5 ? 0 : top
    }
  }

  var words: String {
    switch self {
    case .held(let position): "held at \(position)"
    case .sine(let hertz, _): "swept at \(Int(hertz)) Hz"
    case .square(let hertz, _): "switched at \(Int(hertz)) Hz"
    }
  }

  /// Where the smoothed knob is after each of `count` model samples.
  package func smoothed(count: Int, rateHz: Double) -> [Double] {
    var smoother = Smoother(rateHz: rateHz, value: target(frame: 0, rateHz: rateHz))
    return (0..<count).map { n in
      smoother.head(for: target(frame: n, rateHz: rateHz))
      return smoother.step()
    }
  }
}
