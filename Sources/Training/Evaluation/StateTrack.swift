import Glibc
import ModelFormat
import RealTime

/// States that a free run in double precision passes through.
struct StateTrack: Sendable {
  enum Knobs: Sendable {
    /// 0…1 per control of the model.
    case held([Double])
    /// Sines of a few hertz over all of the cube, others for every number.
    case moving(Int)

    func positions(_ sample: Int, count: Int) -> [Double] {
      switch self {
      case .held(let positions): positions
      case .moving(let number):
        (0..<count).map { knob in
          let hertz = 5 * Double(knob + 2 + number % 7).squareRoot()
          let turns = hertz * Double(sample) / Stability.rateHz + 0.37 * Double(number)
          return min(max(0.5 - 0.52 * cos(2 * .pi * turns), 0), 1)
        }
      }
    }
  }

  struct Stage: Sendable {
    /// Deviation from rest and taps, normalised, now and then.
    var z: [[Double]] = []
    /// Largest deviation over the limit.
    var reach = 0.0
  }

  /// By control, where the run begins.
  let positions: [String: Double]
  private(set) var stages: [Stage] = []

  /// Samples between two looks.
  private static let every = 48

  init(_ model: Model, knobs: Knobs, volts: [Double]) {
    let ids = model.controls.map(\.id)
    func positions(_ sample: Int) -> [Double] { knobs.positions(sample, count: ids.count) }
    func byControl(_ sample: Int) -> [String: Double] {
      Dictionary(uniqueKeysWithValues: zip(ids, positions(sample)))
    }
    self.positions = byControl(0)
    var signal = volts
    for stage in model.stages {
      var alone = model
      (alone.stages, alone.levels) = ([stage], [])
      var run = ReferenceStep(alone, rateHz: Stability.rateHz, positions: positions(0))
      func rest(_ sample: Int) -> [Double] {
        StageJacobian(stage, timeStep: 1 / Stability.rateHz, positions: byControl(sample)).rest
      }
      var atRest = rest(0)
      var track = Stage()
      var output = signal
      for n in signal.indices {
        let before = run.state
        output[n] = run.step(signal[n], positions: positions(n))
        let isLook = n % Self.every == 0
        if case .held = knobs {} else if isLook { atRest = rest(n) } else { continue }
        for (s, state) in run.state.enumerated() {
          let share = abs(state - atRest[s]) / stage.states[s].limit
          track.reach = max(track.reach, share < Stability.endless ? share : Stability.endless)
        }
        guard isLook else { continue }
        let heard = stage.input.taps.map { tap in
          n >= tap ? min(max(signal[n - tap], -stage.input.limit), stage.input.limit) / stage.input.scale : 0
        }
        track.z.append(zip(before, atRest).map { $0 - $1 } + heard)
      }
      signal = output
      stages.append(track)
    }
  }
}
