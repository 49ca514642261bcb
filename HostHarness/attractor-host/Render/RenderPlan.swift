import Foundation
import HostKit

/// What is set on a plugin before it plays, and what moves while it does.
struct RenderPlan {
  /// Of several; empty for the only one.
  var name = ""
  var preset: String?
  var state: Data?
  /// `NAME=VALUE`
  var parameters: [String] = []
  /// `NAME=TIME:VALUE,…`
  var automate: [String] = []
  var modulate: [String] = []
  var channels: Int?
  var isDouble = false
  var bypasses = false

  /// Brings the instance to where the render begins.
  ///
  /// - Returns: `settings` with the plan's courses.
  func prepare(_ instance: PluginInstance, _ settings: RenderSettings) throws(HostError) -> RenderSettings {
    var settings = settings
    settings.isDouble = isDouble
    if let channels { try instance.configureMainPorts(channels: channels) }
    if let state { try instance.loadState(Array(state)) }
    if let preset { try instance.loadPreset(PresetSource(parsing: preset)) }
    var values: [HostEvent] = []
    for text in parameters {
      let (parameter, value) = try instance.setting(text)
      values.append(.value(parameter.id, value))
    }
    for text in automate { settings.automation.append(try instance.automation(text)) }
    for text in modulate { settings.automation.append(try instance.automation(text, isModulation: true)) }
    if bypasses {
      guard let parameter = instance.parameters.first(where: \.isBypass) else {
        throw HostError.badSetting(name: "--bypass", expected: "a plugin with a bypass parameter", actual: "none")
      }
      values.append(.value(parameter.id, parameter.range.upperBound))
    }
    instance.flush(values)
    return settings
  }
}
