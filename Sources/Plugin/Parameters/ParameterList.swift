import CLAP
import ModelFormat
import Engines

/// The parameters of a circuit: its controls in the model's order, what every circuit has, and the controls once more
/// as scene B, to which Morph leads.
struct ParameterList: Equatable {
  let parameters: [Parameter]
  private let indices: [clap_id: Int]

  /// Nil where two controls' keys fall on the same id; such a model cannot be a plugin.
  init?(_ model: Model) {
    let controls = model.controls.enumerated().map { index, control in
      Parameter(
        key: control.id, name: control.name, minimum: control.minimum, maximum: control.maximum,
        default: control.default, text: .control(control), target: .control(index))
    }
    let sceneB = model.controls.enumerated().map { index, control in
      Parameter(
        key: Self.sceneBKey(control.id), name: "\(control.name) B", module: "Scene B", minimum: control.minimum,
        maximum: control.maximum, default: control.default, text: .control(control), target: .sceneB(index))
    }
    parameters = controls + Self.common + sceneB
    var indices: [clap_id: Int] = [:]
    for (index, parameter) in parameters.enumerated() {
      guard indices.updateValue(index, forKey: parameter.id) == nil else { return nil }
    }
    self.indices = indices
  }

  /// Whether a host can hold one for the other.
  static func == (first: ParameterList, second: ParameterList) -> Bool {
    first.parameters.elementsEqual(second.parameters) {
      $0.key == $1.key && $0.name == $1.name && $0.minimum == $1.minimum && $0.maximum == $1.maximum
        && $0.default == $1.default && $0.text == $1.text
    }
  }

  func index(of id: clap_id) -> Int? { indices[id] }

  func parameter(_ id: clap_id) -> Parameter? { indices[id].map { parameters[$0] } }

  /// No control's id holds a slash.
  static func sceneBKey(_ control: String) -> String { "plugin/scene-b/\(control)" }

  private static let common = [
    Parameter(
      key: "plugin/morph", name: "Morph", minimum: 0, maximum: 1, default: 0, text: .percent, target: .morph),
    Parameter(
      key: "plugin/input", name: "Input", minimum: -24, maximum: 36, default: 0, text: .inputDecibels,
      target: .inputGain),
    Parameter(
      key: "plugin/output", name: "Output", minimum: -48, maximum: 24, default: 0, text: .decibels,
      target: .outputGain),
    Parameter(key: "plugin/mix", name: "Mix", minimum: 0, maximum: 1, default: 1, text: .percent, target: .mix),
    Parameter(
      key: "plugin/quality", name: "Quality", minimum: 0, maximum: 2, default: 0,
      text: .choice(["Live", "High", "Ultra"]), target: .quality),
    Parameter(
      key: "plugin/bypass", name: "Bypass", minimum: 0, maximum: 1, default: 0, text: .choice(["Off", "On"]),
      target: .bypass),
  ]
}
