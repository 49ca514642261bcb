import CLAP
import ModelFormat
import RealTime

/// The parameters of a circuit: its controls in the model's order, then what every circuit has.
struct ParameterList {
  let parameters: [Parameter]
  private let indices: [clap_id: Int]

  /// Nil where two controls' keys fall on the same id; such a model cannot be a plugin.
  init?(_ model: Model) {
    let controls = model.controls.enumerated().map { index, control in
      Parameter(
        key: control.id, name: control.name, minimum: control.minimum, maximum: control.maximum,
        default: control.default, text: .control(control), target: .control(index))
    }
    parameters = controls + Self.common
    var indices: [clap_id: Int] = [:]
    for (index, parameter) in parameters.enumerated() {
      guard indices.updateValue(index, forKey: parameter.id) == nil else { return nil }
    }
    self.indices = indices
  }

  func index(of id: clap_id) -> Int? { indices[id] }

  func parameter(_ id: clap_id) -> Parameter? { indices[id].map { parameters[$0] } }

  private static let common = [
    Parameter(
      key: "plugin/input", name: "Input", minimum: -24, maximum: 36, default: 0, text: .decibels, target: .inputGain),
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
