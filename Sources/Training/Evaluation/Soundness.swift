import Glibc
import ModelFormat
import RealTime
import Signals

/// What is wrong with a network however near it is to its circuit while all goes well.
///
/// It may lose its way when it is played too hot, answer a burst with a louder one or not forget it, amplify its own
/// rounding, or move with its knobs as the engine's curves between two values of them cannot.
package struct Soundness {
  /// One of a kind at most.
  package let flaws: [Flaw]

  package enum Flaw: Sendable, Equatable, CustomStringConvertible {
    case resets(Int)
    /// Peak of the output over the circuit's at its hottest.
    case burst(Double, rateHz: Double)
    /// What is left of a burst long after it, over the circuit's peak at its hottest.
    case memory(Double, rateHz: Double)
    case rounding(decibels: Double, scene: String)
    case zipper(decibels: Double, scene: String)

    package var description: String {
      func short(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
      return switch self {
      case .resets(let count): "\(count) resets at +\(Int(StressRun.Kind.hot.decibels)) dB"
      case .burst(let times, let rateHz): "\(short(times)) times the hottest peak behind a burst at \(Int(rateHz)) Hz"
      case .memory(let share, let rateHz): "\(short(100 * share)) % of it left of a burst at \(Int(rateHz)) Hz"
      case .rounding(let decibels, let scene): "rounding at \(short(decibels)) dB, \(scene)"
      case .zipper(let decibels, let scene): "zipper at \(short(decibels)) dB, \(scene)"
      }
    }
  }

  private static let stressSeconds = 8.0
  /// Over the circuit's peak at its hottest.
  private static let loudestBurst = 2.5
  private static let longestMemory = 0.01
  /// In decibels, as asked of a whole model.
  private static let rounding = -90.0
  private static let zipper = -90.0
  /// Networks that follow clip what is loud, and what was far below it comes up.
  private static let feedingRounding = -106.0
  private static let heldSeconds = 0.1
  /// The reference computes everything anew for each place of a knob.
  private static let sweptSeconds = 0.1

  /// - Parameters:
  ///   - model: one stage as a model of its own.
  ///   - scenes: of this stage; without one that stresses it nothing is found.
  ///   - feedsNetworks: whether what the stage puts out goes through more of them.
  package init(_ model: Model, _ scenes: [StageScene], feedsNetworks: Bool) {
    let judging = scenes.judging
    guard let stress = scenes.first(where: { $0.level == .stress }), !judging.isEmpty else {
      flaws = []
      return
    }
    let hottest = ErrorMeasure.peak(scenes.lazy.flatMap(\.truth))
    let loudest = Float(ErrorMeasure.peak(stress.input))
    flaws = [
      Self.resets(model, stress), Self.burst(model, judging, hottest, loudest: loudest),
      Self.rounding(model, judging, limit: feedsNetworks ? Self.feedingRounding : Self.rounding),
      Self.zipper(model, judging),
    ].compactMap { $0 }
  }

  private static func resets(_ model: Model, _ stress: StageScene) -> Flaw? {
    let run = try? StressRun(
      .hot, model, volts: stress.input.map(Double.init), seconds: stressSeconds, progress: { _ in })
    let faults = run?.faults ?? .max
    return faults > 0 ? .resets(faults) : nil
  }

  /// At the lowest and the highest rate, and at twice the latter, where engines filter.
  ///
  /// - Parameter loudest: what the stage may be told by what stands before it.
  private static func burst(
    _ model: Model, _ scenes: [StageScene], _ hottest: Double, loudest: Float
  ) -> Flaw? {
    let held = scenes.filter(\.isHeld).sorted { $0.rateHz < $1.rateHz }
    guard let slow = held.first, let fast = held.last else { return nil }
    let doubled = Resampler(from: fast.rateHz, to: 2 * fast.rateHz).resample(fast.input.map(Double.init))
    let runs = [(slow.input, slow.rateHz), (fast.input, fast.rateHz), (doubled.map { Float($0) }, 2 * fast.rateHz)]
      .compactMap { try? BurstRun(model, input: $0, rateHz: $1, gestures: slow.gestures, volts: loudest) }
    guard let highest = runs.max(by: { $0.peak < $1.peak }), let slowest = runs.max(by: { $0.left < $1.left }) else {
      return nil
    }
    if !(highest.peak <= loudestBurst * hottest) { return .burst(highest.peak / hottest, rateHz: highest.rateHz) }
    if !(slowest.left <= longestMemory * hottest) { return .memory(slowest.left / hottest, rateHz: slowest.rateHz) }
    return nil
  }

  /// With knobs held, the engine in single precision against the same step in double, and at twice the rate as well,
  /// where steps are smaller.
  private static func rounding(_ model: Model, _ scenes: [StageScene], limit: Double) -> Flaw? {
    let held = scenes.filter { $0.isHeld && $0.rateHz == ZipperMeasure.rateHz && $0.level != .quiet }
    let works = held.flatMap { scene in
      [1.0, 2].map { times in
        Work(scene: scene, gestures: scene.gestures, rateHz: times * scene.rateHz, seconds: heldSeconds / times)
      }
    }
    return worst(model, works, limit: limit).map { .rounding(decibels: $0.decibels, scene: $0.scene) }
  }

  private static func zipper(_ model: Model, _ scenes: [StageScene]) -> Flaw? {
    let works = scenes.flatMap { scene in
      scene.gestures.indices.flatMap { knob -> [Work] in
        guard case .sine(_, let top) = scene.gestures[knob] else { return [] }
        return ZipperMeasure.gestures(upTo: top).suffix(2).map { gesture in
          let gestures = scene.gestures.replacing(knob, by: gesture)
          return Work(scene: scene, gestures: gestures, rateHz: ZipperMeasure.rateHz, seconds: sweptSeconds)
        }
      }
    }
    return worst(model, works, limit: zipper).map { .zipper(decibels: $0.decibels, scene: $0.scene) }
  }

  /// What the engine and the reference both play.
  private struct Work {
    let scene: StageScene
    let gestures: [KnobGesture]
    let rateHz: Double
    let seconds: Double

    func decibels(_ model: Model) -> Double {
      let heard = scene.input.prefix(Int(seconds * scene.rateHz)).map(Double.init)
      let volts = rateHz == scene.rateHz ? heard : Resampler(from: scene.rateHz, to: rateHz).resample(heard)
      return (try? ZipperMeasure.decibels(model, volts: volts, rateHz: rateHz, gestures: gestures)) ?? .infinity
    }
  }

  /// Nil where all are near enough.
  private static func worst(_ model: Model, _ works: [Work], limit: Double) -> (decibels: Double, scene: String)? {
    var worst: (decibels: Double, scene: String)?
    for work in works {
      let decibels = work.decibels(model)
      if !(decibels <= worst?.decibels ?? limit) { worst = (decibels, work.scene.name) }
    }
    return worst
  }
}
