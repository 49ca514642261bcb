import Circuits
import Glibc
import ModelFormat
import RealTime

/// Whether a stage can run away: what its step does to distances, and how far its states get.
public struct Stability: Codable, Sendable, Equatable {
  public enum Verdict: String, Codable, Sendable {
    /// Two states driven alike come closer at every step that was looked at, wherever its knobs were put: whatever
    /// happened is forgotten.
    case contracts
    /// Distances may grow for a while, as where a circuit latches or sings; the states stay within their limits.
    case bounded
    case escapes
  }

  public let stage: String
  public let verdict: Verdict
  /// By how much a step at 96 kHz stretches distances at most, in the best of the metrics tried.
  public let stretch: Double
  /// Which metric that is. For a linear stage in which no metric shrinks, the largest spectral radius stands in its
  /// place: with knobs held, below 1 it forgets, however it is looked at meanwhile.
  public let metric: String
  /// Largest deviation from rest over `State.limit`, of any state.
  public let reach: Double
  /// Volts by which the output can be away from rest before the engine starts afresh; nil where more than its states
  /// makes the output.
  public let bound: Double?
  /// Steps that were looked at.
  public let steps: Int

  static let rateHz = 96_000.0
  /// Stands for all that is more or not finite, of which JSON knows nothing.
  static let endless = 1e9
  /// Of each knob of a linear stage.
  private static let places = 5
  private static let startsPerTrack = 40

  /// Examines every stage at states that free runs from −30 to +20 dB reach, all over the knobs' cube; how far states
  /// get is looked at with moving knobs, too.
  ///
  /// - Parameters:
  ///   - material: mono, any rate and peak.
  ///   - runs: with knobs held; one more with moving ones is made for every four.
  public static func examine(
    _ model: Model, material: Material, nominalPeakVolts: Double, runs: Int = 12, seconds: Double = 0.08,
    progress: @escaping @Sendable (Double, String) -> Void = { _, _ in }
  ) throws -> [Stability] {
    let samples = material.liveliest(seconds: seconds).resampled(to: rateHz).samples
    let peak = max(samples.reduce(0) { max($0, abs($1)) }, 1e-9)
    let all = KnobPositions(ids: model.controls.map(\.id), controls: model.controls)
    let count = runs + (runs + 3) / 4
    let tally = Tally(count, report: progress)
    let tracks = try Parallel.map(Array(0..<count)) { run in
      defer { tally.set(run, 1, "free run \(run + 1)") }
      let isMoving = run >= runs
      let decibels = isMoving ? 20 : -30 + 50 * Double(run) / Double(max(runs - 1, 1))
      let gain = nominalPeakVolts * pow(10, decibels / 20) / peak
      let knobs = isMoving ? StateTrack.Knobs.moving(run) : .held(all.spread(run))
      return StateTrack(model, knobs: knobs, volts: samples.map { $0 * gain })
    }
    return model.stages.indices.map { Stability(model, $0, held: Array(tracks.prefix(runs)), all: tracks) }
  }

  private init(_ model: Model, _ index: Int, held tracks: [StateTrack], all: [StateTrack]) {
    let stage = model.stages[index]
    self.stage = stage.name
    func jacobian(_ positions: [String: Double]) -> StageJacobian {
      StageJacobian(stage, timeStep: 1 / Self.rateHz, positions: positions)
    }
    func stretch(_ metric: ContractionMetric, _ matrix: Matrix) -> Double {
      let stretch = metric.stretch(matrix)
      return stretch.isFinite ? stretch : Self.endless
    }
    bound = Self.bound(stage)
    let middle = jacobian(Dictionary(uniqueKeysWithValues: model.controls.map { ($0.id, 0.5) }))
    let metrics = ContractionMetric.candidates(middle.linear)
    var largest = [Double](repeating: 0, count: metrics.count)
    var radius = 0.0
    var steps = 0
    func look(_ matrix: Matrix) {
      for (m, metric) in metrics.enumerated() { largest[m] = max(largest[m], stretch(metric, matrix)) }
      steps += 1
    }
    if stage.isLinear {
      // The same at every state.
      for positions in Self.grid(stage) {
        let matrix = jacobian(positions).linear
        look(matrix)
        radius = max(radius, matrix.spectralRadius())
      }
    } else {
      for (place, track) in tracks.enumerated() {
        let jacobian = jacobian(track.positions)
        // A knob that has just moved meets states from elsewhere.
        let neighbour = tracks[(place + 1) % tracks.count]
        for z in track.stages[index].z + neighbour.stages[index].z { look(jacobian(z)) }
      }
    }
    let best = largest.indices.min { largest[$0] < largest[$1] }
    var most = best.map { largest[$0] } ?? 0
    if let best, !stage.isLinear, most < 1 {
      let found = Self.search(stage, metrics[best], tracks.map { ($0.positions, $0.stages[index].z) })
      most = max(most, found.stretch)
      steps += found.steps
    }
    if stage.isLinear && most >= 1 && radius < most {
      (most, metric) = (radius, "spectral radius")
    } else {
      metric = best.map { metrics[$0].name } ?? "none"
    }
    let reach = all.reduce(0) { max($0, $1.stages[index].reach) }
    self.steps = steps
    self.stretch = (most * 1e9).rounded() / 1e9
    self.reach = (reach * 1e4).rounded() / 1e4
    verdict = reach > 1 ? .escapes : most < 1 ? .contracts : .bounded
  }

  /// Over the knobs' cube, from states of every track.
  private static func search(
    _ stage: Model.Stage, _ metric: ContractionMetric, _ tracks: [(positions: [String: Double], z: [[Double]])]
  ) -> (stretch: Double, steps: Int) {
    let search = StretchSearch(stage, metric)
    return tracks.reduce((0.0, 0)) { best, track in
      let every = max(track.z.count / startsPerTrack, 1)
      return stride(from: 0, to: track.z.count, by: every).reduce(best) { best, index in
        let found = search.climb(track.z[index], from: track.positions)
        return (max(best.0, found.stretch), best.1 + found.steps)
      }
    }
  }

  /// Every knob of the stage at so many places, in all combinations.
  private static func grid(_ stage: Model.Stage) -> [[String: Double]] {
    stage.knobs.reduce([[:]]) { grid, knob in
      grid.flatMap { point in
        (0..<places).map { point.merging([knob: Double($0) / Double(places - 1)]) { $1 } }
      }
    }
  }

  private static func bound(_ stage: Model.Stage) -> Double? {
    guard !stage.states.isEmpty, !stage.output.hasResidual, stage.smallSignal.outputStep.isEmpty else { return nil }
    let volts = zip(stage.output.fromStates, stage.states).reduce(0) { $0 + abs($1.0) * $1.1.limit }
    return (volts * stage.output.scale * 100).rounded() / 100
  }
}
