import Circuits
import Glibc

/// The scenes in free run that choose between the models of a training.
public enum ValidationScenes {
  static let seconds = 0.7

  /// - Parameters:
  ///   - materials: recordings, or parts of such, that the training does not hear; scenes take turns.
  ///   - progress: 0…1.
  /// - Throws: `SolverError`.
  public static func make(
    _ plan: TrainingPlan, materials: [Material], progress: (Double) -> Void, isCancelled: () -> Bool
  ) throws -> [Scene] {
    guard !materials.isEmpty else { return [] }
    let solver = try TransientSolver(plan.circuit)
    let excerpts = materials.map { $0.liveliest(seconds: seconds) }
    let knobs = KnobPositions(plan)
    let nominal = plan.recipe.levels.nominalPeakVolts
    typealias Setting = (name: String, volts: Double, rateHz: Double, gestures: [KnobGesture])
    var settings: [Setting] = [
      ("quiet", nominal * pow(10, -30 / 20.0), 96_000, knobs.held),
      ("hot", nominal * pow(10, 12 / 20.0), 96_000, knobs.held),
    ]
    for rate in [88_200.0, 176_400, 192_000, 384_000] { settings.append(("\(rate) Hz", nominal, rate, knobs.held)) }
    if knobs.varied == nil {
      settings.append(("nominal", nominal, 96_000, knobs.held))
    } else {
      for position in stride(from: 0.0, through: 1, by: 0.125) {
        settings.append(("at \(position)", nominal, 96_000, knobs.with(.held(position))))
      }
      settings.append(("swept", nominal, 96_000, knobs.with(.sine(hertz: 5))))
    }
    var scenes: [Scene] = []
    for (index, setting) in settings.enumerated() {
      if isCancelled() { throw TrainingError.cancelled }
      progress(Double(index) / Double(settings.count))
      let material = excerpts[index % excerpts.count]
      scenes.append(
        try Scene(
          setting.name, solver, material: material.samples, materialRateHz: material.rateHz, peakVolts: setting.volts,
          rateHz: setting.rateHz, gestures: setting.gestures))
    }
    progress(1)
    return scenes
  }
}
