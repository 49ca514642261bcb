/// A preset as discovery tells of it.
public struct Preset: Equatable, Sendable {
  public var name: String

  /// Which of several at one place; nil for the only one.
  public var key: String?

  /// Where it lies; nil inside the plugin's own file.
  public var path: String?

  /// Ids of the CLAP plugins that it is for.
  public var plugins: [String] = []
  public var creators: [String] = []
  public var features: [String] = []
  public var description = ""

  /// What `PluginInstance.loadPreset` takes.
  public var source: PresetSource { path.map { .file(path: $0, key: key) } ?? .library(key: key ?? "") }
}
