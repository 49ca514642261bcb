import Circuits
import Glibc
import ModelFormat
import RealTime

/// How long a circuit and its model are heard after loud notes, wherever the knobs stand: a model's `tailSeconds`.
///
/// For circuits that come to rest; those that sing are heard for ever.
public struct TailMeasure: Sendable {
  /// The longest tail of all knob positions.
  public struct Longest: Sendable, Equatable {
    /// 0 to 20.
    public var seconds = 0.0
    /// Where the knobs stood, in words; empty at their defaults.
    public var knobs = ""
  }

  public struct Result: Sendable, Equatable {
    public var circuit = Longest()
    public var model = Longest()

    /// What a host is told: the longer of the two, to the next hundredth of a second.
    public var seconds: Double { (max(circuit.seconds, model.seconds) * 100).rounded(.up) / 100 }
  }

  private let model: Model
  private let solver: TransientSolver
  private let knobs: KnobPositions
  private let notes: [TailNote]

  public init(_ plan: TrainingPlan, model: Model) throws(TrainingError) {
    let levels = plan.recipe.levels
    self.model = model
    knobs = KnobPositions(plan)
    notes = TailNote.all(hottestVolts: levels.nominalPeakVolts * pow(10, levels.hottestDecibels / 20))
    do {
      solver = try TransientSolver(plan.circuit)
    } catch {
      throw .solver(error)
    }
  }

  /// Defaults, middle and corners of the cube of all knobs but plain levels.
  private var positions: [[Double]] {
    var middle = knobs.defaults
    for knob in knobs.moving { middle[knob] = 0.5 }
    let corners = (0..<1 << knobs.moving.count).map { corner in
      var positions = knobs.defaults
      for (bit, knob) in knobs.moving.enumerated() { positions[knob] = corner >> bit & 1 == 0 ? 0 : 1 }
      return positions
    }
    return ([middle] + corners).reduce(into: [knobs.defaults]) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Plays all notes at all positions, on all cores.
  ///
  /// - Parameters:
  ///   - progress: 0…1 and what is under way, from any thread.
  ///   - isCancelled: asked before each piece of work.
  /// - Throws: `SolverError`, `EngineError`, `TrainingError.cancelled`.
  public func run(
    progress: @escaping @Sendable (Double, String) -> Void = { _, _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> Result {
    let works = positions.flatMap { positions in [true, false].map { (positions: positions, isCircuit: $0) } }
    let tally = Tally(works.count, report: progress)
    let seconds = try Parallel.map(Array(works.enumerated())) { index, work in
      if isCancelled() { throw TrainingError.cancelled }
      let limit = Model.Limit.tailSeconds
      let seconds =
        work.isCircuit
        ? try CircuitTail.seconds(solver, knobs: work.positions, after: notes, limit: limit)
        : try ModelTail.seconds(
          model, positions: model.controls.map { work.positions[knobs.ids.firstIndex(of: $0.id)!] }, after: notes,
          limit: limit)
      tally.set(index, 1, knobs.description(work.positions.map { .held($0) }))
      return seconds
    }
    var result = Result()
    for (work, seconds) in zip(works, seconds) {
      let found = Longest(seconds: seconds, knobs: knobs.description(work.positions.map { .held($0) }))
      let path: WritableKeyPath<Result, Longest> = work.isCircuit ? \.circuit : \.model
      if seconds > result[keyPath: path].seconds { result[keyPath: path] = found }
    }
    return result
  }
}
