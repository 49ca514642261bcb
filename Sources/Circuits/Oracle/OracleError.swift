/// Why ngspice gave no result.
public enum OracleError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A knob the circuit does not have, or one it has without a value.
  case knobs(circuit: String, expected: [String], found: [String])
  /// Input or knob values that are missing or no numbers.
  case input(reason: String)
  /// ngspice refused or gave up; `messages` are its own words.
  case failed(circuit: String, doing: String, messages: String)
  /// ngspice ended before the last sample, at `time` of `expected` seconds.
  case incomplete(circuit: String, time: Double, expected: Double, messages: String)

  public var description: String {
    switch self {
    case .knobs(let circuit, let expected, let found):
      "\(circuit): expected values for the knobs \(expected), found \(found)"
    case .input(let reason): "oracle input: \(reason)"
    case .failed(let circuit, let doing, let messages): "\(circuit): ngspice failed to \(doing): \(messages)"
    case .incomplete(let circuit, let time, let expected, let messages):
      "\(circuit): ngspice stopped at \(time) of \(expected) s: \(messages)"
    }
  }
}
