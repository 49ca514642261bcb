import Circuits
import Training

/// What is wrong with a command line.
enum LabError: Error, CustomStringConvertible {
  case folder(path: String)
  case knob(text: String, known: [String])
  case position(text: String)
  /// A sample of an audio file that is no number.
  case sample(path: String, channel: Int, index: Int, actual: String)
  case number(option: String, expected: String, actual: String)
  /// A recipe that names no recording leaves nothing to choose between models with.
  case noRecordings(circuit: String)
  case presets(path: String, reason: String)
  case presetNotWritten(path: String, reason: String)
  case presetExists(path: String)
  case notAState(path: String)
  case standardOutput(reason: String)

  var description: String {
    switch self {
    case .folder(let path): "\(path): expected a circuit's folder, found none"
    case .knob(let text, let known):
      "--knob \(text): expected one of \(known.isEmpty ? "no knobs" : known.joined(separator: ", "))"
    case .position(let text): "--knob \(text): expected name=position with a position from 0 to 1"
    case .number(let option, let expected, let actual): "\(option): expected \(expected), got \(actual)"
    case .sample(let path, let channel, let index, let actual):
      "\(path): sample \(index) of channel \(channel + 1): expected a finite number, found \(actual)"
    case .noRecordings(let circuit): "\(circuit)/recipe.json: data.recordings: expected at least one, found none"
    case .presets(let path, let reason): "\(path): expected presets in JSON: \(reason)"
    case .presetNotWritten(let path, let reason): "\(path): expected a place for the preset: \(reason)"
    case .presetExists(let path): "\(path): there is one already; --force replaces it"
    case .notAState(let path): "\(path): expected a plugin's state, as attractor-host render --save-state writes it"
    case .standardOutput(let reason): "standard output: expected room for all of it, got: \(reason)"
    }
  }

  /// Whether the circuit or its model is to blame, rather than the command line or its files.
  static func isFinding(_ error: any Error) -> Bool {
    switch error {
    case TrainingError.solver, TrainingError.smallSignal, TrainingError.diverged, TrainingError.cancelled,
      OracleError.failed, OracleError.incomplete:
      true
    default: error is SolverError
    }
  }
}
