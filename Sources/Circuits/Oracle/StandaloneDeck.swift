extension NgspiceOracle {
  /// The circuit as a deck that ngspice's command line runs: external sources become PWL sources, the analysis is a
  /// `.tran` with the oracle's step and options, and `.print` writes `out`.
  ///
  /// - Parameters: as for ``transient(_:input:knobs:inputRate:outputRate:substeps:progress:)``.
  public static func standaloneDeck(
    _ circuit: Circuit, input: [Double], knobs: [String: KnobMotion] = [:], inputRate: Double, outputRate: Double,
    substeps: Int = 1
  ) throws(OracleError) -> String {
    try check(circuit, input: input, knobs: knobs, rates: [inputRate, outputRate], substeps: substeps)
    var sources = ["vin": Waveform(values: input, rate: inputRate)]
    for (name, motion) in knobs { sources["vk_" + name] = motion.waveform }
    var lines: [String] = []
    for line in Self.lines(circuit) {
      let words = line.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
      if words.count >= 4, words[3] == "external", let waveform = sources[words[0]] {
        lines += Self.source(words[0...2].joined(separator: " "), waveform)
      } else {
        lines.append(line)
      }
    }
    let duration = Double(input.count - 1) / inputRate
    lines += [
      options, ".tran \(1 / outputRate) \(duration) 0 \(1 / (inputRate * Double(substeps)))", ".print tran v(out)",
      ".end",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func source(_ name: String, _ waveform: Waveform) -> [String] {
    guard waveform.values.count > 1 else { return ["\(name) dc \(waveform.values[0])"] }
    let points = waveform.values.enumerated().map { "\(Double($0) / waveform.rate) \($1)" }
    var lines = ["\(name) pwl("]
    for start in stride(from: 0, to: points.count, by: 4) {
      lines.append("+ " + points[start..<min(start + 4, points.count)].joined(separator: " "))
    }
    return lines + ["+ )"]
  }
}
