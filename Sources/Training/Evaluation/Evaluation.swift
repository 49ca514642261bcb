import Circuits
import Glibc
import ModelFormat
import RealTime

/// A model measured in free run through the real-time engine: the table of what must be shown.
public struct Evaluation: Sendable {
  public enum Extent: Sendable {
    /// A few rows, to work by.
    case quick
    case standard
    /// Longer where length counts.
    case thorough
  }

  let plan: TrainingPlan
  let model: Model
  let solver: TransientSolver
  let material: Material
  let truth: Scene.Truth
  let extent: Extent
  let bars: Bars
  let store: TruthStore
  let knobs: KnobPositions
  private let progress: @Sendable (Double, String) -> Void

  /// - Parameters:
  ///   - material: an excerpt that the training has not heard, as long as each scene shall last.
  ///   - store: for simulations that were made before.
  ///   - progress: 0…1 and what is under way; from any thread.
  public init(
    _ plan: TrainingPlan, model: Model, material: Material, truth: Scene.Truth, extent: Extent = .standard,
    bars: Bars = Bars(), store: TruthStore = TruthStore(folder: nil),
    progress: @escaping @Sendable (Double, String) -> Void = { _, _ in }
  ) throws(TrainingError) {
    guard material.seconds >= 0.1 else { throw .material(name: material.name, seconds: material.seconds, atLeast: 0.1) }
    self.plan = plan
    self.model = model
    self.material = material
    self.truth = truth
    self.extent = extent
    self.bars = bars
    self.store = store
    self.progress = progress
    knobs = KnobPositions(plan, bars: bars)
    do {
      solver = try TransientSolver(plan.circuit)
    } catch {
      throw .solver(error)
    }
  }

  private var nominalPeakVolts: Double { plan.recipe.levels.nominalPeakVolts }

  /// All rows. - Throws: `SolverError`, `OracleError`, `EngineError`.
  public func rows() throws -> [EvaluationRow] {
    let scenes = sceneRows()
    var specs: [SceneSpec] = []
    for spec in scenes.flatMap(\.scenes) where !specs.contains(spec) { specs.append(spec) }
    let outputs = outputWorks()
    let tunings = extent == .quick || !model.selfOscillates ? [] : bars.oscillation?.positions ?? []

    // Everything is one list of works, so that the cores are busy to the end.
    enum Work: Sendable {
      case scene(SceneSpec)
      case output(OutputWork)
      case tuning(Double)
    }
    enum Outcome: Sendable {
      case decibels(Double)
      case row(EvaluationRow)
      case tone(OscillationRows.Difference)
    }
    let oscillation = OscillationRows(
      solver: solver, model: model, knobs: knobs, bars: bars, nominalPeakVolts: nominalPeakVolts, truth: truth,
      store: store)
    let works = specs.map(Work.scene) + tunings.map(Work.tuning) + outputs.map(Work.output)
    let tally = Tally(works.count, report: progress)
    let outcomes = try Parallel.map(Array(works.enumerated())) { [self] index, work throws -> Outcome in
      let name: String
      let outcome: Outcome
      switch work {
      case .scene(let spec):
        name = "\(Int(spec.rateHz)) Hz \(knobs.description(spec.gestures))"
        outcome = .decibels(try measure(spec) { tally.set(index, 0.95 * $0, name) })
      case .tuning(let position):
        name = "singing"
        outcome = .tone(
          try oscillation.difference(bars.oscillation!, at: position) { tally.set(index, 0.95 * $0, name) })
      case .output(let output):
        name = output.name
        outcome = .row(try output.run { tally.set(index, $0, name) })
      }
      tally.set(index, 1, name)
      return outcome
    }
    var decibels: [SceneSpec: Double] = [:]
    var rows: [EvaluationRow] = []
    var tones: [OscillationRows.Difference] = []
    for (work, outcome) in zip(works, outcomes) {
      switch (work, outcome) {
      case (.scene(let spec), .decibels(let value)): decibels[spec] = value
      case (_, .row(let row)): rows.append(row)
      case (_, .tone(let difference)): tones.append(difference)
      default: break
      }
    }
    let oracle = try oracleRows(scenes, decibels)
    let tuned = tones.isEmpty ? [] : oscillation.rows(tones, tuning: bars.oscillation!.tuning)
    return scenes.map { row($0, decibels) } + oracle + tuned + rows
  }

  /// What the solver has found to be the worst, once more against ngspice.
  private func oracleRows(_ scenes: [SceneRow], _ decibels: [SceneSpec: Double]) throws -> [EvaluationRow] {
    guard extent != .quick, truth == .solver else { return [] }
    let asked = scenes.compactMap { scene -> (row: SceneRow, spec: SceneSpec)? in
      guard Self.oracleRows.contains(scene.id) else { return nil }
      return (scene, scene.scenes[SceneRow.choose(scene.scenes.map { decibels[$0] ?? .nan }, scene.choice)])
    }
    let tally = Tally(asked.count, report: progress)
    return try Parallel.map(Array(asked.enumerated())) { [self] index, asked in
      let name = "ngspice, \(knobs.description(asked.spec.gestures))"
      let value = try measure(asked.spec, by: .ngspice) { tally.set(index, 0.95 * $0, name) }
      tally.set(index, 1, name)
      let id = "oracle-" + asked.row.id
      return EvaluationRow(
        id, "\(asked.row.what), against ngspice", value, bar: bars[row: id],
        truth: Scene.Truth.ngspice.rawValue, detail: knobs.description(asked.spec.gestures))
    }
  }

  private static let oracleRows = ["free-run", "still", "swept"]

  private func sceneRows() -> [SceneRow] {
    let count = extent == .quick ? 4 : 10
    func rows(_ knobs: KnobPositions, _ count: Int) -> SceneRows {
      let ends = extent == .quick ? [] : knobs.ends
      return SceneRows(knobs: knobs, extent: extent, heldOut: knobs.heldOut(count, from: model) + ends)
    }
    let all = rows(knobs, count)
    let free = SceneRow(id: "free-run", what: "free run, 96 kHz", scenes: [all.spec()], choice: .only)
    let groups = bars.groups.flatMap { group -> [SceneRow] in
      guard let knob = knobs.ids.firstIndex(of: group.knob) else { return [] }
      return rows(knobs.holding(knob, at: group.position), count / 2)
        .positions(suffix: group.suffix, words: " at \(group.knob) \(group.position)")
    }
    return [free] + all.positions() + groups + all.defaults
  }

  private func row(_ row: SceneRow, _ decibels: [SceneSpec: Double]) -> EvaluationRow {
    let values = row.scenes.map { decibels[$0] ?? .nan }
    let chosen = SceneRow.choose(values, row.choice)
    return EvaluationRow(
      row.id, row.what, values[chosen], bar: bars[row: row.id], truth: truth.rawValue,
      detail: row.choice == .worst ? knobs.description(row.scenes[chosen].gestures) : "")
  }

  private func measure(
    _ spec: SceneSpec, by truth: Scene.Truth? = nil, _ progress: @escaping (Double) -> Void
  ) throws -> Double {
    let scene = try Scene(
      "", solver, material: material.samples, materialRateHz: material.rateHz,
      peakVolts: nominalPeakVolts * pow(10, spec.decibels / 20), rateHz: spec.rateHz, gestures: spec.gestures,
      by: truth ?? self.truth, comparison: spec.isFiltered ? .filtered : .aligned, store: store, progress: progress)
    return try scene.decibels(model)
  }

  /// A row that the model alone makes.
  private struct OutputWork: Sendable {
    let name: String
    let run: @Sendable ((Double) -> Void) throws -> EvaluationRow
  }

  private func outputWorks() -> [OutputWork] {
    let rows = OutputRows(
      model: model, knobs: knobs, bars: bars, nominalPeakVolts: nominalPeakVolts, material: material, extent: extent)
    var works: [OutputWork] = []
    if !model.selfOscillates {
      works.append(OutputWork(name: "silence") { _ in try rows.silence() })
      works.append(OutputWork(name: "tail") { _ in try rows.tail() })
    }
    guard extent != .quick else { return works }
    for kind in StressRun.Kind.allCases {
      works.append(OutputWork(name: "bounds") { try rows.bounded(kind, progress: $0) })
    }
    if !knobs.ids.isEmpty {
      works.append(OutputWork(name: "moving knobs") { try rows.zipper(progress: $0) })
    }
    for quality in Quality.allCases {
      works.append(OutputWork(name: "aliases") { _ in try rows.alias(quality) })
    }
    return works
  }
}
