/// ngspice, run inside the process, as the judge of our own solver.
///
/// Method: trapezoidal (`method=trap`), reltol 1e-6, abstol 1e-12 A, vntol 1e-9 V, trtol 1 (the local error estimate is
/// taken at its word), largest step 1 / (inputRate · substeps). The run starts from the operating point ngspice finds
/// at the first input and knob values. External sources are straight lines between their points.
///
/// ngspice is one simulator per process: runs in several threads wait for each other.
public enum NgspiceOracle {
  /// Options appended to every netlist; they override its own.
  static let options = ".options method=trap reltol=1e-6 abstol=1e-12 vntol=1e-9 trtol=1 chgtol=1e-18"

  /// The voltage of `out` in response to an input and knobs.
  ///
  /// - Parameters:
  ///   - input: volts, straight between its points; `input[0]` should be 0 for a start at rest.
  ///   - knobs: every knob of ``Circuit/controls``.
  ///   - inputRate: points of `input` per second.
  ///   - outputRate: samples wanted per second; sample n is taken at n / outputRate.
  ///   - substeps: ngspice steps at least so many times between input points.
  ///   - progress: called with 0…1 now and then.
  /// - Returns: as many samples as the input lasts, in volts.
  public static func transient(
    _ circuit: Circuit, input: [Double], knobs: [String: KnobMotion] = [:], inputRate: Double, outputRate: Double,
    substeps: Int = 1, progress: ((Double) -> Void)? = nil
  ) throws(OracleError) -> [Double] {
    try check(circuit, input: input, knobs: knobs, rates: [inputRate, outputRate], substeps: substeps)
    let duration = Double(input.count - 1) / inputRate
    let count = Int((duration * outputRate * (1 + 1e-12)).rounded(.down)) + 1
    let run = NgspiceLibrary.Run(
      sampler: EvenSampler(rate: outputRate, count: count), duration: duration, progress: progress)
    run.sources["vin"] = Waveform(values: input, rate: inputRate)
    for (name, motion) in knobs { run.sources["vk_" + name] = motion.waveform }
    let step = 1 / (inputRate * Double(substeps))
    let commands = ["save v(out)", "tran \(step) \(duration) 0 \(step)"]
    nonisolated(unsafe) let handedOver = run
    let (failure, complaints) = NgspiceLibrary.shared.withLock { library in
      (library.perform(handedOver, deck: deck(circuit), commands: commands), library.complaints)
    }
    if let failure { throw .failed(circuit: circuit.name, doing: failure, messages: complaints) }
    run.sampler.finish()
    guard run.sampler.samples.count == count else {
      throw .incomplete(circuit: circuit.name, time: run.lastTime, expected: duration, messages: complaints)
    }
    return run.sampler.samples
  }

  static func check(
    _ circuit: Circuit, input: [Double], knobs: [String: KnobMotion], rates: [Double], substeps: Int
  ) throws(OracleError) {
    guard Set(knobs.keys) == Set(circuit.controls) else {
      throw .knobs(circuit: circuit.name, expected: circuit.controls, found: knobs.keys.sorted())
    }
    guard input.count > 1, input.allSatisfy(\.isFinite) else {
      throw .input(reason: "expected at least two input points, all of them numbers, found \(input.count) points")
    }
    guard rates.allSatisfy({ $0 > 0 && $0 < .infinity }), substeps > 0 else {
      throw .input(reason: "expected rates and substeps above 0, found \(rates), \(substeps)")
    }
    for (name, motion) in knobs {
      let waveform = motion.waveform
      guard !waveform.values.isEmpty, waveform.values.allSatisfy(\.isFinite), waveform.rate > 0 else {
        throw .input(reason: "expected numbers for the knob \(name) at a rate above 0")
      }
    }
  }

  private static func deck(_ circuit: Circuit) -> [String] {
    lines(circuit) + [options, ".end"]
  }

  /// The netlist as ngspice reads it: of the two letters for micro it does not know the Greek one. See also ``PlainDeck``.
  static func lines(_ circuit: Circuit) -> [String] {
    PlainDeck.lines(circuit.netlistText.replacing("\u{3bc}", with: "u"))
  }
}
