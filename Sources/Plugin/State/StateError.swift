import CLAPBridge
import ModelFormat

/// Why a state is refused. Nothing has changed then.
enum StateError: Error, Equatable, CustomStringConvertible {
  case stream(StreamError)
  case empty
  /// Not one of ours.
  case foreign
  /// Written by a later version of the plugin.
  case newer(version: Int)
  /// Cut, altered or not what its version promises.
  case damaged
  /// For another plugin of ours.
  case otherCircuit(String)
  /// The circuit's model is neither on this machine nor in the state.
  case modelMissing
  /// The model that it brings.
  case model(ModelError)

  var description: String {
    switch self {
    case .stream(.failed): "the host's stream broke off"
    case .stream(.tooLong(let limit)): "it is longer than \(limit) bytes"
    case .empty: "it is empty"
    case .foreign: "it was not written by this plugin"
    case .newer(let version): "it has version \(version), this plugin reads up to \(StateDocument.currentVersion)"
    case .damaged: "it is cut off or altered"
    case .otherCircuit(let circuit): "it belongs to the circuit \(circuit)"
    case .modelMissing: "it brings no model, and none is on this machine"
    case .model(let error): "the model in it cannot be read: \(error)"
    }
  }
}
