import Circuits
import Signals
import Testing

/// Our solver and ngspice on the same circuit and input.
enum Judge {
  static let inputRate = 768_000.0
  static let outputRate = 96_000.0

  struct Verdict {
    /// Energy of the difference as a share of the output's without its mean.
    let error: Double
    /// The same between our solver and itself at a quarter of the step.
    let convergence: Double
    let peak: Double
    /// Processor seconds of ngspice to ours.
    let speed: Double
    let stepsPerSecond: Double
  }

  /// An excerpt that begins with 0 V: ngspice starts at rest for its first input, this project's solver for none.
  static func guitar(peak: Double, seconds: Double, recording: String = "guit_e_slide") throws -> [Double] {
    let excerpt = try Guitar.excerpt(recording, peak: peak, seconds: seconds)
    return [0] + Resampler(from: Guitar.rate, to: inputRate).resample(excerpt).dropFirst()
  }

  static func simulate(
    _ circuit: Circuit, _ input: [Double], knobs: [Double] = [], substeps: Int = 1
  ) throws -> [Double] {
    var solver = try TransientSolver(circuit)
    try solver.start(knobs: knobs)
    var output = [solver.output]
    for (n, u) in input.enumerated().dropFirst() {
      try solver.step(input: u, knobs: knobs, timeStep: 1 / inputRate, substeps: substeps)
      if n.isMultiple(of: 8) { output.append(solver.output) }
    }
    return output
  }

  /// - Parameter oracleSubsteps: steps ngspice takes at least between input points.
  static func compare(
    _ source: String, _ label: String, peak: Double, seconds: Double = 0.05, knobs: [Double] = [], substeps: Int = 1,
    oracleSubsteps: Int = 1, recording: String = "guit_e_slide"
  ) throws -> Verdict {
    try compare(
      Circuit(source: source, name: label), "\(label), \(peak) V",
      input: guitar(peak: peak, seconds: seconds, recording: recording), knobs: knobs, substeps: substeps,
      oracleSubsteps: oracleSubsteps)
  }

  static func compare(
    _ circuit: Circuit, _ label: String, input: [Double], knobs: [Double] = [], substeps: Int = 1,
    oracleSubsteps: Int = 1
  ) throws -> Verdict {
    var (ours, theirs): ([Double], [Double]) = ([], [])
    let ourTime = try processorSeconds { ours = try simulate(circuit, input, knobs: knobs, substeps: substeps) }
    let held = Dictionary(uniqueKeysWithValues: zip(circuit.controls, knobs.map { KnobMotion.held($0) }))
    let theirTime = try processorSeconds {
      theirs = try NgspiceOracle.transient(
        circuit, input: input, knobs: held, inputRate: inputRate, outputRate: outputRate, substeps: oracleSubsteps)
    }
    let finer = try simulate(circuit, input, knobs: knobs, substeps: 4 * substeps)
    let verdict = Verdict(
      error: share(ours, theirs), convergence: share(ours, finer), peak: theirs.map(abs).max()!,
      speed: theirTime / ourTime, stepsPerSecond: Double(input.count * substeps) / ourTime)
    print(
      "\(label): ESR \(verdict.error), own convergence \(verdict.convergence), peak \(verdict.peak) V, "
        + "\(verdict.stepsPerSecond / 1e6) M steps per processor second, \(verdict.speed) times faster than ngspice, "
        + "states \(circuit.states.map(\.name))")
    return verdict
  }

  private static func share(_ a: [Double], _ b: [Double]) -> Double {
    let mean = b.reduce(0, +) / Double(b.count)
    return errorToSignal(a.map { $0 - mean }, b.map { $0 - mean })
  }
}
