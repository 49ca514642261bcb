import ArgumentParser
import HostKit

/// Parameters that are set before anything plays.
struct FirstValues: ParsableArguments {
  @Option(help: ArgumentHelp("Set a parameter first.", valueName: "name=value"))
  var param: [String] = []

  func set(on plugin: PluginInstance) throws(HostError) {
    guard !param.isEmpty else { return }
    var values: [HostEvent] = []
    for text in param {
      let (parameter, value) = try plugin.setting(text)
      values.append(.value(parameter.id, value))
    }
    plugin.flush(values)
  }
}
