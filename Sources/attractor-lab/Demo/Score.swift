import AudioFiles
import Foundation
import HostKit
import RealTime

/// What the demo plays: a phrase four times over, while the diode goes from one end to the other and the input gain
/// holds each phrase up as it fades.
struct Score {
  static let rateHz = 96_000.0
  private static let phrases = 4
  private static let phraseFrames = 230_400
  private static let restFrames = 38_400

  /// Volts at `rateHz`.
  let dry: [Float]
  let diode: Course
  let inputDecibels: Course

  /// - Throws: whatever reading throws, `DemoError.tooShort`.
  init(recording path: String) throws {
    let audio = try Recording.read(path, as: Float.self).resampled(to: Self.rateHz)
    guard audio.frameCount >= Self.phraseFrames else {
      let seconds = Double(Self.phraseFrames) / Self.rateHz
      throw DemoError.tooShort(path: path, expectedSeconds: seconds, actualSeconds: audio.duration)
    }
    let peak = audio.channels[0].reduce(Float(0)) { max($0, abs($1)) }
    var phrase = audio.channels[0].prefix(Self.phraseFrames).map { $0 / peak }
    // The cut is faded over 50 ms.
    let fade = 4800
    for n in 0..<fade { phrase[phrase.count - 1 - n] *= Float(0.5 - 0.5 * cos(.pi * Double(n) / Double(fade))) }
    var dry: [Float] = []
    for _ in 0..<Self.phrases { dry += phrase }
    self.dry = dry + [Float](repeating: 0, count: Self.restFrames)

    diode = Course([(0, 0), (Self.phrases * Self.phraseFrames, 1)])
    var swells: [(frame: Int, value: Double)] = []
    for index in 0..<Self.phrases {
      let start = index * Self.phraseFrames
      // Back down within the phrase's fade, so that the next attack meets the gain it asks for.
      swells += [
        (start, 12), (start + Self.phraseFrames / 6, 12), (start + Self.phraseFrames - 6400, 33),
        (start + Self.phraseFrames - 1600, 12),
      ]
    }
    inputDecibels = Course(swells)
  }

  var frameCount: Int { dry.count }

  /// Frames of the middle of a phrase's swell, where close-ups are taken.
  func frame(phrase: Int, seconds: Double) -> Int { phrase * Self.phraseFrames + Int(seconds * Self.rateHz) }
}

/// A parameter's way: straight lines between frames; two points on one frame make a step.
struct Course {
  let keyframes: [Automation.Keyframe]

  /// Frames between two events, as the host sends them.
  private static let grid = 32

  /// - Parameter points: in order, frames at multiples of 32.
  init(_ points: [(frame: Int, value: Double)]) {
    keyframes = points.map { .init(time: Double($0.frame) / Score.rateHz, value: $0.value) }
  }

  /// The host's view of it.
  func automation(_ parameter: Parameter) -> Automation { Automation(parameter, keyframes) }

  /// Where the plugin's own smoothing takes it: told every 32 frames, one value per frame.
  ///
  /// - Parameter law: what the parameter sets, in terms of its value.
  func smoothed(_ parameter: Parameter, count: Int, law: (Double) -> Double = { $0 }) -> [Double] {
    let automation = automation(parameter)
    var smoother = Smoother(rateHz: Score.rateHz, value: law(automation.value(at: 0)))
    return (0..<count).map { n in
      if n % Self.grid == 0 { smoother.head(for: law(automation.value(at: Double(n) / Score.rateHz))) }
      return smoother.step()
    }
  }
}
