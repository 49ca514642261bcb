import ArgumentParser
import HostKit

/// A file, and which of its plugins.
struct OnePlugin: ParsableArguments {
  @Argument(help: "A .clap file.")
  var file: String

  @Option(help: ArgumentHelp("The plugin, where the file holds several.", valueName: "id"))
  var plugin: String?

  func instance() throws(HostError) -> PluginInstance { try ClapLibrary(file).instantiate(plugin) }
}

/// A file, and one or all of its plugins.
struct EachPlugin: ParsableArguments {
  @Argument(help: "A .clap file.")
  var file: String

  @Option(help: ArgumentHelp("The plugin; all in the file, in turn, if left out.", valueName: "id"))
  var plugin: String?

  /// The ids that are meant.
  func ids(in library: ClapLibrary) throws(HostError) -> [String] {
    guard let plugin else { return library.descriptors.map(\.id) }
    return [try library.instantiate(plugin).descriptor.id]
  }
}
