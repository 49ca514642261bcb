import Circuits
import Glibc
import ModelFormat
import RealTime
import Signals

/// One test of one stage in free run: what goes in, what comes out of the circuit, and what the knobs do.
public struct StageScene: Sendable {
  let name: String
  let rateHz: Double
  let input: [Float]
  let truth: [Float]
  /// One per knob of the stage.
  let gestures: [KnobGesture]
  var level = Level.usual

  enum Level: Sendable {
    case quiet, usual
    /// Louder than anything is judged by: what `Soundness` plays.
    case stress
  }

  private static let skippedSeconds = 0.05

  var isHeld: Bool {
    gestures.allSatisfy { if case .held = $0 { true } else { false } }
  }

  /// ESR in decibels of a model of this stage alone, the first 50 ms left out.
  func decibels(_ model: Model) throws(EngineError) -> Double {
    let rendering = try Playback.render(model, input: input, rateHz: rateHz, gestures: gestures)
    return ErrorMeasure.esrDecibels(rendering, truth: truth.map(Double.init), skip: Int(Self.skippedSeconds * rateHz))
  }

  /// Root mean square of the circuit's output behind the first 50 ms, in volts.
  var loudness: Double {
    let heard = truth.dropFirst(Int(Self.skippedSeconds * rateHz))
    return (heard.reduce(0) { $0 + Double($1) * Double($1) } / Double(max(heard.count, 1))).squareRoot()
  }
}

extension [StageScene] {
  /// Those whose errors count.
  var judging: [StageScene] { filter { $0.level != .stress } }
}

/// The scenes in free run that choose between the models of a training.
public enum ValidationScenes {
  static let seconds = 0.4
  static let positionCount = 7
  private static let mostCorners = 8
  /// Of the loudest scene.
  private static let silence = 1e-5

  private struct Setting {
    var name: String
    var volts: Double
    var rateHz = 96_000.0
    /// One per knob of the circuit.
    var gestures: [KnobGesture]
    var stretch = Stretch.liveliest
    var level = StageScene.Level.usual
  }

  /// Which part of a recording is played.
  private enum Stretch {
    case liveliest, first, last

    func of(_ material: Material) -> Material {
      switch self {
      case .liveliest: material.liveliest(seconds: seconds)
      case .first: material.excerpt(from: 0, seconds: seconds)
      case .last: material.excerpt(from: material.seconds, seconds: seconds)
      }
    }
  }

  /// - Parameters:
  ///   - bars: how far knobs go where not to the end: beyond, a circuit sings, and no free run keeps its phase.
  ///   - materials: recordings, or parts of such, that the training does not hear; scenes take turns.
  ///   - progress: 0…1, called from any thread.
  /// - Returns: scenes of each stage that is no level; the last of each is there to stress it.
  public static func make(
    _ plan: TrainingPlan, bars: Bars, materials: [Material], progress: @escaping @Sendable (Double) -> Void,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws(TrainingError) -> [[StageScene]] {
    let player = try ChainPlayer(plan)
    let settings = materials.isEmpty ? [] : settings(KnobPositions(plan, bars: bars), bars, plan.recipe)
    let results = try Parallel.simulate(
      groups: settings.count, of: SideBySide.width, progress: progress, isCancelled: isCancelled
    ) { group, progress throws(SolverError) in
      let parts = group.map { part(player, settings[$0], materials[$0 % materials.count]) }
      let played = try player.play(parts, progress: progress, isCancelled: isCancelled)
      return try zip(group, played).map { index, trajectories throws(SolverError) in
        try scenes(plan, settings[index], trajectories)
      }
    }
    var stages = plan.stages.filter { !$0.isLevel }.map { _ in [StageScene]() }
    for scenes in results {
      for (stage, scene) in scenes.enumerated() { stages[stage].append(scene) }
    }
    // Where a knob shuts a stage there is nothing to be like.
    return stages.map { scenes in
      let loudest = scenes.map(\.loudness).max() ?? 0
      return scenes.filter { $0.loudness > silence * loudest }
    }
  }

  private static func settings(_ knobs: KnobPositions, _ bars: Bars, _ recipe: Recipe) -> [Setting] {
    let nominal = recipe.levels.nominalPeakVolts
    var settings = [
      Setting(name: "quiet", volts: nominal * pow(10, -30 / 20.0), gestures: knobs.held, level: .quiet),
      Setting(name: "hot", volts: nominal * pow(10, 12 / 20.0), gestures: knobs.held),
    ]
    for rate in [88_200.0, 176_400, 192_000, 384_000] {
      settings.append(Setting(name: "\(rate) Hz", volts: nominal, rateHz: rate, gestures: knobs.held))
    }
    let moving = knobs.moving
    if moving.isEmpty { settings.append(Setting(name: "nominal", volts: nominal, gestures: knobs.held)) }
    for index in 0..<(moving.isEmpty ? 0 : positionCount) {
      var gestures = knobs.held
      for (axis, knob) in moving.enumerated() {
        // One knob goes through its range evenly, several through their cube by a low-discrepancy walk.
        let walk = (Double(index) + 0.5) * [2.0, 3, 5, 7, 11, 13, 17, 19][axis % 8].squareRoot()
        let position = moving.count == 1 ? Double(index) / Double(positionCount - 1) : walk - walk.rounded(.down)
        gestures[knob] = .held((position * knobs.limits[knob] * 1000).rounded() / 1000)
      }
      settings.append(Setting(name: "at \(name(gestures, moving))", volts: nominal, gestures: gestures))
    }
    for corner in corners(knobs, bars) {
      let gestures = corner.positions.map { KnobGesture.held($0) }
      let name = "at \(name(gestures, moving))"
      settings.append(Setting(name: name, volts: nominal, gestures: gestures))
      // Where bars are lower, errors go by what is played, by 10 dB and more.
      guard corner.isOfGroup else { continue }
      settings.append(Setting(name: name + ", first", volts: nominal, gestures: gestures, stretch: .first))
      settings.append(Setting(name: name + ", last", volts: nominal, gestures: gestures, stretch: .last))
    }
    for knob in moving {
      var gestures = knobs.held
      gestures[knob] = .sine(hertz: 5, upTo: knobs.limits[knob])
      settings.append(Setting(name: "\(knobs.ids[knob]) swept", volts: nominal, gestures: gestures))
    }
    // All knobs together: what comes behind a gain or a volume is loudest where they are all up.
    var stress = knobs.held
    for knob in moving { stress[knob] = .sine(hertz: 5, upTo: knobs.limits[knob]) }
    let volts = nominal * pow(10, StressRun.Kind.hot.decibels / 20)
    settings.append(Setting(name: "stress", volts: volts, gestures: stress, level: .stress))
    return settings
  }

  private static func name(_ gestures: [KnobGesture], _ moving: [Int]) -> String {
    moving.map { "\(gestures[$0].target(frame: 0, rateHz: 1))" }.joined(separator: " ")
  }

  /// Where free runs are worst: all knobs at ends of theirs, also with one where the bars have a group.
  private static func corners(
    _ knobs: KnobPositions, _ bars: Bars
  ) -> [(positions: [Double], isOfGroup: Bool)] {
    guard knobs.moving.count > 1 else { return [] }
    let groups = bars.groups.compactMap { group in
      knobs.ids.firstIndex(of: group.knob).map { knobs.holding($0, at: group.position) }
    }
    let ofGroups = groups.flatMap { $0.corners(atMost: mostCorners) }
    var known = Set(ofGroups)
    let plain = knobs.corners(atMost: mostCorners).filter { known.insert($0).inserted }
    return plain.map { ($0, false) } + ofGroups.map { ($0, true) }
  }

  private static func part(_ player: ChainPlayer, _ setting: Setting, _ recording: Material) -> ChainPlayer.Part {
    let material = setting.stretch.of(recording)
    let peak = max(material.samples.reduce(0) { max($0, abs($1)) }, 1e-9)
    let rateHz = setting.rateHz
    let fineRateHz = rateHz * Double(player.oversampling(rateHz))
    let fine = Resampler(from: material.rateHz, to: fineRateHz).resample(
      material.samples.map { $0 / peak * setting.volts })
    let count = fine.count / player.oversampling(rateHz)
    return ChainPlayer.Part(
      fine: fine, rateHz: rateHz, positions: setting.gestures.map { $0.smoothed(count: count, rateHz: rateHz) })
  }

  private static func scenes(
    _ plan: TrainingPlan, _ setting: Setting, _ trajectories: [Trajectory]
  ) throws(SolverError) -> [StageScene] {
    try zip(plan.stages.filter { !$0.isLevel }, trajectories).map { stage, trajectory throws(SolverError) in
      let rest = try rest(stage, trajectory)
      return StageScene(
        name: setting.name, rateHz: setting.rateHz, input: trajectory.input,
        truth: zip(trajectory.output, rest).map { $0 - $1 },
        gestures: stage.knobIndices.map { setting.gestures[$0] }, level: setting.level)
    }
  }

  /// What the stage puts out at rest, sample by sample, where its knobs are: players hand on deviations from that.
  private static func rest(_ stage: StagePlan, _ trajectory: Trajectory) throws(SolverError) -> [Float] {
    var solver = try TransientSolver(stage.circuit)
    let (knobs, count) = (trajectory.knobs, trajectory.count)
    func output(_ sample: Int) throws(SolverError) -> Double {
      try solver.start(knobs: knobs.map { Double($0[min(sample, count - 1)]) })
      return solver.output
    }
    let first = try output(0)
    if knobs.allSatisfy({ knob in knob.allSatisfy { $0 == knob[0] } }) {
      return [Float](repeating: Float(first), count: count)
    }
    var result: [Float] = []
    var left = first
    for start in stride(from: 0, to: count, by: restSamples) {
      let right = try output(start + restSamples)
      for n in 0..<min(restSamples, count - start) {
        result.append(Float(left + (right - left) * Double(n) / Double(restSamples)))
      }
      left = right
    }
    return result
  }

  /// Between two operating points of moving knobs; straight lines join them.
  private static let restSamples = 256
}
