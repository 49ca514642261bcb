import CLAP
import CLAPBridge

extension MainThread: ParamsPlugin {
  var parameterCount: Int { loaded?.list.parameters.count ?? 0 }

  func parameterInfo(at index: Int) -> ParameterInfo? {
    guard let parameters = loaded?.list.parameters, parameters.indices.contains(index) else { return nil }
    let parameter = parameters[index]
    return ParameterInfo(
      id: parameter.id, flags: parameter.flags, cookie: UInt(index + 1), name: parameter.name, module: parameter.module,
      minimum: parameter.minimum, maximum: parameter.maximum, default: parameter.default)
  }

  func value(ofParameter id: clap_id) -> Double? {
    guard let loaded, let index = loaded.list.index(of: id) else { return nil }
    return loaded.shared.value(index)
  }

  func text(ofParameter id: clap_id, value: Double) -> String? {
    guard let parameter = loaded?.list.parameter(id), let value = parameter.clamped(value) else { return nil }
    return parameter.text.text(of: value)
  }

  func value(ofParameter id: clap_id, text: String) -> Double? {
    guard let parameter = loaded?.list.parameter(id), let value = parameter.text.value(of: text) else { return nil }
    return parameter.clamped(value)
  }
}
