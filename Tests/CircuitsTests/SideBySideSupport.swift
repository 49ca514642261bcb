import Circuits
import Glibc
import InstructionSets

/// What eight lanes are driven with, each its own way: levels from a whisper to 20 times a guitar's, and knobs that
/// move in every other lane.
struct EightDrives {
  let inputs: [[Double]]
  let knobCount: Int
  let timeSteps: [Double]

  init(_ circuit: Circuit, count: Int, peak: Double = 1, seed: UInt64 = 1) {
    var random = SplitMix64(seed: seed)
    knobCount = circuit.controls.count
    timeSteps = (0..<SideBySide.width).map { 1 / (700_000 + 40_000 * Double($0)) }
    inputs = (0..<SideBySide.width).map { lane in
      let level = peak * [1, 0.001, 0.1, 4, 0.5, 20, 2, 0.01][lane]
      let (low, high) = (random.uniform(80...400), random.uniform(800...6000))
      return (0..<count).map { n in
        let t = Double(n) * 1e-6
        // Bursts: from nothing to everything within a few steps.
        let envelope = n % 3000 < 1500 ? 1.0 : 0.05
        let tones = 0.7 * sin(2 * .pi * low * t) + 0.3 * sin(2 * .pi * high * t)
        return n == 0 ? 0 : level * envelope * tones
      }
    }
  }

  func knobs(_ lane: Int, _ n: Int) -> [Double] {
    (0..<knobCount).map { knob in
      let start = 0.2 + 0.6 * Double((lane + 3 * knob) % 8) / 8
      return lane.isMultiple(of: 2) ? start : start + 0.15 * sin(Double(n) * 2e-3 * Double(knob + 1))
    }
  }

  /// Output of one lane by a solver of its own.
  func alone(_ solver: TransientSolver, _ lane: Int) throws -> [Double] {
    var one = solver
    try one.start(knobs: knobs(lane, 0))
    return try inputs[lane].indices.map { n in
      if n > 0 { try one.step(input: inputs[lane][n], knobs: knobs(lane, n), timeStep: timeSteps[lane]) }
      return one.output
    }
  }

  /// Outputs of these lanes side by side; of the others nothing.
  func together(
    _ solver: TransientSolver, _ chosen: [Int] = Array(0..<SideBySide.width), by kernels: InstructionSet = .chosen
  ) throws -> (outputs: [[Double]], patientSteps: Int) {
    var lanes = try SideBySide(solver, kernels: kernels)
    var moving: Lanes = []
    var outputs = inputs.map { _ in [Double]() }
    for lane in chosen {
      try lanes.start(lane, knobs: knobs(lane, 0))
      try lanes.setTimeStep(timeSteps[lane], of: lane)
      moving.insert(Lanes(lane))
      outputs[lane].append(lanes.output(of: lane))
    }
    for n in inputs[0].indices.dropFirst() {
      for lane in chosen {
        lanes.setInput(inputs[lane][n], of: lane)
        for (knob, position) in knobs(lane, n).enumerated() { lanes.setKnob(knob, position, of: lane) }
      }
      let failed = lanes.step(moving)
      if !failed.isEmpty { throw lanes.firstError(failed) }
      for lane in chosen { outputs[lane].append(lanes.output(of: lane)) }
    }
    return (outputs, lanes.patientSteps)
  }

  /// Energy of the difference as a share of the output's without its mean, of the worst lane.
  static func difference(_ a: [[Double]], _ b: [[Double]]) -> Double {
    zip(a, b).map { one, other in
      guard !one.isEmpty else { return 0 }
      let mean = other.reduce(0, +) / Double(other.count)
      let energy = other.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return zip(one, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / max(energy, 1e-16)
    }.max() ?? 0
  }
}
