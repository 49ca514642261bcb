import Circuits
import Glibc
import ModelFormat
import RealTime

/// Whether a stage can run away: what its step does to distances, and how far its states get.
public struct Stability: Codable, Sendable, Equatable {
  public enum Verdict: String, Codable, Sendable {
    /// Two states driven alike come closer at every step that was looked at: whatever happened is forgotten.
    case contracts
    /// Distances may grow for a while, as where a circuit latches or sings; the states stay within their limits.
    case bounded
    case escapes
  }

  public let stage: String
  public let verdict: Verdict
  /// By how much a step at 96 kHz stretches distances at most, in the best of the metrics tried.
  public let stretch: Double
  /// Which metric that is.
  public let metric: String
  /// Largest deviation from rest over `State.limit`, of any state.
  public let reach: Double
  /// Steps that were looked at.
  public let steps: Int

  static let rateHz = 96_000.0
  /// Stands for what is not finite, of which JSON knows nothing.
  static let endless = 1e9

  /// Examines every stage at states that free runs from −30 to +20 dB reach, all over the knobs' cube.
  ///
  /// - Parameters:
  ///   - material: mono, any rate and peak.
  ///   - knobs: the netlist's; limits do not count here.
  public static func examine(
    _ model: Model, material: Material, nominalPeakVolts: Double, runs: Int = 12, seconds: Double = 0.08,
    progress: @escaping @Sendable (Double, String) -> Void = { _, _ in }
  ) throws -> [Stability] {
    let samples = material.liveliest(seconds: seconds).resampled(to: rateHz).samples
    let peak = max(samples.reduce(0) { max($0, abs($1)) }, 1e-9)
    let all = KnobPositions(ids: model.controls.map(\.id), controls: model.controls)
    let tally = Tally(runs, report: progress)
    let tracks = try Parallel.map(Array(0..<runs)) { run in
      defer { tally.set(run, 1, "free run \(run + 1)") }
      let decibels = runs > 1 ? -30 + 50 * Double(run) / Double(runs - 1) : 20
      let gain = nominalPeakVolts * pow(10, decibels / 20) / peak
      return StateTrack(model, positions: all.spread(run), volts: samples.map { $0 * gain })
    }
    return model.stages.indices.map { index in
      Stability(model, index, tracks: tracks)
    }
  }

  private init(_ model: Model, _ index: Int, tracks: [StateTrack]) {
    let stage = model.stages[index]
    self.stage = stage.name
    func jacobian(_ positions: [String: Double]) -> StageJacobian {
      StageJacobian(stage, timeStep: 1 / Self.rateHz, positions: positions)
    }
    func stretch(_ metric: ContractionMetric, _ matrix: Matrix) -> Double {
      let stretch = metric.stretch(matrix)
      return stretch.isFinite ? stretch : Self.endless
    }
    let middle = jacobian(Dictionary(uniqueKeysWithValues: model.controls.map { ($0.id, 0.5) }))
    let metrics = ContractionMetric.candidates(middle.linear)
    var largest = [Double](repeating: 0, count: metrics.count)
    var steps = 0
    for (place, track) in tracks.enumerated() {
      let jacobian = jacobian(track.positions)
      // A knob that has just moved meets states from elsewhere.
      let neighbour = tracks[(place + 1) % tracks.count]
      for z in track.stages[index].z + neighbour.stages[index].z {
        let matrix = jacobian(z)
        for (m, metric) in metrics.enumerated() { largest[m] = max(largest[m], stretch(metric, matrix)) }
        steps += 1
      }
    }
    let best = largest.indices.min { largest[$0] < largest[$1] }
    let most = best.map { largest[$0] } ?? 0
    metric = best.map { metrics[$0].name } ?? "none"
    let reach = tracks.reduce(0) { max($0, $1.stages[index].reach) }
    self.steps = steps
    self.stretch = (most * 1e9).rounded() / 1e9
    self.reach = (reach * 1e4).rounded() / 1e4
    verdict = reach > 1 ? .escapes : most < 1 ? .contracts : .bounded
  }
}

/// States that a free run in double precision passes through, knobs held.
struct StateTrack: Sendable {
  struct Stage: Sendable {
    /// Deviation from rest and taps, normalised, every so many samples.
    var z: [[Double]] = []
    /// Largest deviation over the limit.
    var reach = 0.0
  }

  let positions: [String: Double]
  private(set) var stages: [Stage]

  private static let every = 48

  /// - Parameter positions: 0…1 per control of the model.
  init(_ model: Model, positions: [Double], volts: [Double]) {
    let byControl = Dictionary(uniqueKeysWithValues: zip(model.controls.map(\.id), positions))
    self.positions = byControl
    var signal = volts
    stages = model.stages.map { stage in
      var alone = model
      (alone.stages, alone.levels) = ([stage], [])
      var run = ReferenceStep(alone, rateHz: Stability.rateHz, positions: positions)
      let rest = StageJacobian(stage, timeStep: 1 / Stability.rateHz, positions: byControl).rest
      let limits = stage.states.map(\.limit)
      let taps = stage.input.taps
      var track = Stage()
      var output = signal
      for n in signal.indices {
        let before = n % Self.every == 0 ? run.state : []
        output[n] = run.step(signal[n], positions: positions)
        for (s, state) in run.state.enumerated() {
          let share = abs(state - rest[s]) / limits[s]
          track.reach = max(track.reach, share.isFinite ? share : Stability.endless)
        }
        guard n % Self.every == 0 else { continue }
        let heard = taps.map { tap in
          n >= tap ? min(max(signal[n - tap], -stage.input.limit), stage.input.limit) / stage.input.scale : 0
        }
        track.z.append(zip(before, rest).map { $0 - $1 } + heard)
      }
      signal = output
      return track
    }
  }
}
