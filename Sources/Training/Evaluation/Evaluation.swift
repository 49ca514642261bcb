import Circuits
import Glibc
import ModelFormat
import RealTime

/// A model measured in free run through the real-time engine: the table of what must be shown.
public struct Evaluation {
  let plan: TrainingPlan
  let model: Model
  let solver: TransientSolver
  let material: Material
  let truth: Scene.Truth
  let knobs: KnobPositions
  /// Scenes done, of all, and how far the one under way is.
  private let progress: (Double, String) -> Void
  private var done: [SceneKey: Double] = [:]

  /// What makes a scene; those that several rows ask for are simulated once.
  private struct SceneKey: Hashable {
    var rateHz = 96_000.0
    var decibels = 0.0
    /// Of the varied knob; nil at its default.
    var position: Double?
    var isSwept = false
  }

  /// Positions of the varied knob that no weight set is at (those that one is at are left out).
  static let offNodes = [0.0625, 0.1875, 0.31, 0.44, 0.5625, 0.6875, 0.81, 0.94]
  static let rates = [88_200.0, 96_000, 176_400, 192_000]

  /// - Parameters:
  ///   - material: an excerpt that the training has not heard, as long as each scene shall last.
  ///   - progress: 0…1, and the scene's name.
  public init(
    _ plan: TrainingPlan, model: Model, material: Material, truth: Scene.Truth,
    progress: @escaping (Double, String) -> Void = { _, _ in }
  ) throws(TrainingError) {
    guard material.seconds >= 0.1 else { throw .material(name: material.name, seconds: material.seconds, atLeast: 0.1) }
    self.plan = plan
    self.model = model
    self.material = material
    self.truth = truth
    self.progress = progress
    knobs = KnobPositions(plan)
    do {
      solver = try TransientSolver(plan.circuit)
    } catch {
      throw .solver(error)
    }
  }

  /// All rows. - Throws: `SolverError`, `OracleError`, `EngineError`.
  public mutating func rows() throws -> [EvaluationRow] {
    var rows: [EvaluationRow] = []
    rows.append(try row(.freeRun, SceneKey()))
    rows.append(try row(.host48, SceneKey(rateHz: 48_000)))
    rows.append(try row(.host44, SceneKey(rateHz: 44_100)))
    rows.append(try row(.quiet, SceneKey(decibels: -30)))
    rows.append(try row(.hot, SceneKey(decibels: 12)))
    if knobs.varied != nil {
      let (unseen, nodes) = positions
      rows.append(try worst(.unseen, unseen))
      rows.append(try worst(.positions, (unseen + nodes).sorted()))
      rows.append(try row(.swept, SceneKey(isSwept: true)))
    }
    for rate in Self.rates { rows.append(try row(.rate(rate), SceneKey(rateHz: rate))) }
    rows.append(try silence())
    return rows
  }

  /// Positions between weight sets, and those with one.
  private var positions: (unseen: [Double], nodes: [Double]) {
    let nodes = knobs.nodes(of: model, controls: plan.circuit.controls)
    let unseen = Self.offNodes.filter { position in !nodes.contains { abs($0 - position) < 0.01 } }
    return (unseen, nodes.isEmpty ? [0, 0.5, 1] : nodes)
  }

  /// Scenes there are, for the progress alone.
  private var sceneCount: Int {
    guard knobs.varied != nil else { return 8 }
    let (unseen, nodes) = positions
    return 9 + unseen.count + nodes.count { !isDefault($0) }
  }

  private func isDefault(_ position: Double) -> Bool {
    knobs.varied.map { knobs.defaults[$0] == position } ?? false
  }

  private mutating func row(_ bar: Bar, _ key: SceneKey) throws -> EvaluationRow {
    EvaluationRow(bar, decibels: try measure(key, bar.what), truth: truth.rawValue)
  }

  private mutating func worst(_ bar: Bar, _ positions: [Double]) throws -> EvaluationRow {
    var worst = (position: 0.0, decibels: -Double.infinity)
    for position in positions {
      let key = SceneKey(position: isDefault(position) ? nil : position)
      let decibels = try measure(key, "position \(position)")
      if decibels > worst.decibels || decibels.isNaN { worst = (position, decibels) }
    }
    return EvaluationRow(bar, decibels: worst.decibels, truth: truth.rawValue, detail: "at \(worst.position)")
  }

  private mutating func measure(_ key: SceneKey, _ name: String) throws -> Double {
    if let known = done[key] { return known }
    let (before, count) = (Double(done.count), Double(sceneCount))
    progress(before / count, name)
    let gestures = key.isSwept ? knobs.with(.sine(hertz: 5)) : key.position.map { knobs.with(.held($0)) } ?? knobs.held
    let scene = try Scene(
      name, solver, material: material.samples, materialRateHz: material.rateHz,
      peakVolts: plan.recipe.levels.nominalPeakVolts * pow(10, key.decibels / 20), rateHz: key.rateHz,
      gestures: gestures, by: truth
    ) { [progress] in progress((before + $0) / count, name) }
    let decibels = try scene.decibels(model)
    done[key] = decibels
    progress((before + 1) / count, name)
    return decibels
  }

  /// Half a second of the material at 12 dB above nominal, cut off; half a second later the output is listened to.
  private func silence() throws -> EvaluationRow {
    let rateHz = 96_000.0
    let chord = material.excerpt(from: 0, seconds: 0.5).resampled(to: rateHz).samples
    let peak = max(chord.reduce(0) { max($0, abs($1)) }, 1e-9)
    let gain = plan.recipe.levels.nominalPeakVolts * pow(10, 12 / 20.0) / peak
    let input = chord.map { Float($0 * gain) } + [Float](repeating: 0, count: Int(rateHz))
    let gestures = model.controls.map { KnobGesture.held($0.position(ofPlain: $0.default)) }
    let output = try Playback.render(model, input: input, rateHz: rateHz, gestures: gestures)
    var loudest: Float = 0
    for sample in output[(chord.count + Int(rateHz / 2))...] where !(abs(sample) <= loudest) { loudest = abs(sample) }
    let decibels = loudest == 0 ? Bar.silent : 20 * log10(Double(loudest))
    return EvaluationRow(.silence, decibels: decibels, truth: "none")
  }
}
