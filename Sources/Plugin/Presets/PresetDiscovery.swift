import CLAP
import CLAPBridge

/// The presets of all circuits, as hosts list them without making a plugin.
enum PresetDiscovery: PresetProvider {
  /// A `clap_preset_discovery_factory` that lives for ever.
  nonisolated(unsafe) static let table = PresetDiscoveryFactory(PresetDiscovery.self).table

  static let id = "org.attractor.presets"
  static let name = "Attractor presets"
  static let vendor = "Attractor"
  static let fileExtension = PresetStore.fileExtension
  static let fileDescription = "Attractor preset"

  /// The library itself, and the user's folder.
  static func places() -> [PresetPlace] {
    let own = PresetPlace(name: "Attractor", location: .library, isFactory: true)
    guard let folder = UserFolders.presets else { return [own] }
    return [own, PresetPlace(name: "Attractor, user", location: .file(folder), isFactory: false)]
  }

  static func presets(in location: PresetLocation) throws -> [PresetDescription] {
    do {
      switch location {
      case .library:
        return try Catalogue.shared.entries.filter { $0.presetBytes != nil }.flatMap { entry in
          try PresetStore.factory(entry).presets.map {
            describe($0, key: "\(entry.circuit)\(PresetStore.separator)\($0.id)", plugins: [entry.id], creator: vendor)
          }
        }
      case .file(let path):
        let file = try PresetStore.file(path)
        let plugins = [CatalogueEntry.prefix, CatalogueEntry.userPrefix].map { $0 + file.circuit }
        let known = plugins.filter { id in Catalogue.shared.entries.contains { $0.id == id } }
        return file.presets.map {
          describe($0, key: file.presets.count > 1 ? $0.id : nil, plugins: known.isEmpty ? plugins : known)
        }
      }
    } catch let error as PresetError {
      throw PresetFailure(code: error.code, message: "\(error)")
    }
  }

  private static func describe(_ preset: Preset, key: String?, plugins: [String], creator: String? = nil)
    -> PresetDescription
  {
    PresetDescription(
      name: preset.name, key: key, plugins: plugins, creator: creator, description: preset.description,
      features: [CLAP_PLUGIN_FEATURE_AUDIO_EFFECT, CLAP_PLUGIN_FEATURE_DISTORTION])
  }
}
