import Circuits
import Glibc

/// The scenes in free run that choose between the models of a training.
public enum ValidationScenes {
  static let seconds = 0.7
  /// Where the sequence of positions begins, so that no evaluation's are among them.
  static let firstSpread = 1_000

  /// - Parameters:
  ///   - materials: recordings, or parts of such, that the training does not hear; scenes take turns.
  ///   - store: for simulations that were made before.
  ///   - progress: 0…1, from any thread.
  /// - Throws: `SolverError`, `BarsError`.
  public static func make(
    _ plan: TrainingPlan, materials: [Material], store: TruthStore = TruthStore(folder: nil),
    progress: @escaping @Sendable (Double) -> Void, isCancelled: @escaping @Sendable () -> Bool
  ) throws -> [Scene] {
    guard !materials.isEmpty else { return [] }
    let solver = try TransientSolver(plan.circuit)
    let excerpts = materials.map { $0.liveliest(seconds: seconds) }
    let knobs = KnobPositions(plan, bars: try Bars(folder: plan.folder, knobs: plan.circuit.controls))
    let settings = settings(knobs, nominal: plan.recipe.levels.nominalPeakVolts)
    let tally = Tally(settings.count) { share, _ in progress(share) }
    let scenes = try Parallel.map(Array(settings.enumerated())) { index, setting in
      if isCancelled() { throw TrainingError.cancelled }
      let material = excerpts[index % excerpts.count]
      let scene = try Scene(
        setting.name, solver, material: material.samples, materialRateHz: material.rateHz, peakVolts: setting.volts,
        rateHz: setting.rateHz, gestures: setting.gestures, store: store)
      tally.set(index, 1, setting.name)
      return scene
    }
    return scenes
  }

  private struct Setting: Sendable {
    var name: String
    var volts: Double
    var rateHz = 96_000.0
    var gestures: [KnobGesture]
  }

  private static func settings(_ knobs: KnobPositions, nominal: Double) -> [Setting] {
    var settings = [
      Setting(name: "quiet", volts: nominal * pow(10, -30 / 20.0), gestures: knobs.held),
      Setting(name: "hot", volts: nominal * pow(10, 12 / 20.0), gestures: knobs.held),
    ]
    for rate in [88_200.0, 176_400, 192_000, 384_000] {
      settings.append(Setting(name: "\(rate) Hz", volts: nominal, rateHz: rate, gestures: knobs.held))
    }
    switch knobs.moved.count {
    case 0:
      settings.append(Setting(name: "nominal", volts: nominal, gestures: knobs.held))
    case 1:
      let knob = knobs.moved[0]
      for share in stride(from: 0.0, through: 1, by: 0.125) {
        let position = share * knobs.limits[knob]
        settings.append(
          Setting(name: "at \(position)", volts: nominal, gestures: knobs.with(knob, .held(position))))
      }
    default:
      let spread = (0..<6).map { knobs.spread(firstSpread + $0) }
      for positions in spread + knobs.ends {
        let gestures = positions.map { KnobGesture.held($0) }
        settings.append(Setting(name: "at " + knobs.description(gestures), volts: nominal, gestures: gestures))
      }
    }
    for knob in knobs.moved {
      let name = knobs.moved.count == 1 ? "swept" : "swept \(knobs.ids[knob])"
      let sweep = KnobGesture.sine(hertz: 5, upTo: knobs.limits[knob])
      settings.append(Setting(name: name, volts: nominal, gestures: knobs.with(knob, sweep)))
    }
    return settings
  }
}
