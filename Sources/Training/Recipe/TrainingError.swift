import Circuits
import ModelFormat

/// Why a circuit could not be turned into a model.
public enum TrainingError: Error, CustomStringConvertible {
  case netlist(NetlistError)
  case solver(SolverError)
  case model(ModelError)
  case unreadable(path: String, reason: String)
  case unwritable(path: String, reason: String)
  /// A field of the recipe does not fit the circuit or another field.
  case recipe(path: String, field: String, expected: String, found: String)
  case smallSignal(stage: String, decibels: Double, limit: Double, coordinate: String)
  case diverged(stage: String)
  /// Audio too short to measure anything on.
  case material(name: String, seconds: Double, atLeast: Double)
  case cancelled

  public var description: String {
    switch self {
    case .netlist(let error): "\(error)"
    case .solver(let error): "\(error)"
    case .model(let error): "\(error)"
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .unwritable(let path, let reason): "\(path): cannot be written: \(reason)"
    case .recipe(let path, let field, let expected, let found):
      "\(path): \(field): expected \(expected), found \(found)"
    case .smallSignal(let stage, let decibels, let limit, let coordinate):
      "stage \(stage): the small-signal series is only \(Int(decibels)) dB right where \(Int(limit)) dB is needed; raise the `degree` of \(coordinate) in recipe.json"
    case .diverged(let stage): "\(stage): no start led to a finite error; try another seed or fewer units"
    case .material(let name, let seconds, let least):
      "\(name): expected at least \(least) s of audio, found \(seconds) s"
    case .cancelled: "stopped on request; what was reached is kept and the next run goes on from there"
    }
  }
}
