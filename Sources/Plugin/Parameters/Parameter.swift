import CLAP
import ModelFormat

/// What a parameter moves in the engine.
enum ParameterTarget {
  /// Index into the model's controls.
  case control(Int)
  /// The same control's position in scene B.
  case sceneB(Int)
  /// How far from scene A, the knobs themselves, to scene B.
  case morph
  case inputGain, outputGain, mix, quality, bypass
}

/// One parameter of a plugin. All values are plain.
struct Parameter {
  /// Names the parameter in states and presets: the control's id, or `plugin/…` for what every circuit has.
  let key: String
  let name: String
  /// Group, as hosts show it; empty at the top.
  var module = ""
  let minimum: Double
  let maximum: Double
  let `default`: Double
  let text: ParameterText
  let target: ParameterTarget

  /// 31-bit FNV-1a of the key: neither the order nor the number of the parameters touches it, so that sessions keep
  /// their automation when a circuit gains a control.
  var id: clap_id { FNV1a.hash32(key) & 0x7fff_ffff }

  var isStepped: Bool {
    if case .choice = text { true } else { false }
  }

  /// Continuous ones can be modulated; all can be automated.
  var flags: clap_param_info_flags {
    var flags = CLAP_PARAM_IS_AUTOMATABLE
    flags |= isStepped ? CLAP_PARAM_IS_STEPPED : CLAP_PARAM_IS_MODULATABLE
    switch target {
    case .bypass: flags |= CLAP_PARAM_IS_BYPASS
    case .quality: flags |= CLAP_PARAM_IS_ENUM
    default: break
    }
    return flags
  }

  /// Within the range, whole where stepped; nil for what is not a number.
  func clamped(_ value: Double) -> Double? {
    guard !value.isNaN else { return nil }
    let inside = min(max(value, minimum), maximum)
    return isStepped ? inside.rounded() : inside
  }
}
