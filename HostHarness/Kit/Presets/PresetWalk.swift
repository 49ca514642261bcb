import CLAP
import Foundation

/// One provider of presets: where it says that they lie, and what it tells of each place. [main-thread]
final class PresetWalk {
  private(set) var presets: [Preset] = []
  private(set) var errors: [String] = []
  private let id: String
  private var endings: [String] = []
  private var locations: [(kind: UInt32, path: String)] = []

  /// The place that is being read.
  private var current: (kind: UInt32, path: String) = (0, "")

  private var isInLibrary: Bool { current.kind == UInt32(CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN) }

  /// Files of one folder that are looked at.
  private static let mostFiles = 2000

  init(_ id: String) { self.id = id }

  func run(_ factory: UnsafePointer<clap_preset_discovery_factory_t>) throws(HostError) {
    // The provider may keep the indexer as long as it lives.
    let indexer = UnsafeMutablePointer<clap_preset_discovery_indexer_t>.allocate(capacity: 1)
    defer { indexer.deallocate() }
    indexer.initialize(to: self.indexer)
    guard let provider = factory.pointee.create(factory, indexer, id) else {
      throw .presetsNotListed(provider: id, expected: "it to be created", actual: "null")
    }
    defer { provider.pointee.destroy(provider) }
    guard provider.pointee.`init`(provider) else {
      throw .presetsNotListed(provider: id, expected: "init to return true", actual: "false")
    }
    for location in locations {
      for path in files(location.kind, location.path) { try read(provider, location.kind, path) }
    }
  }

  private var indexer: clap_preset_discovery_indexer_t {
    let name: StaticString = "attractor-host"
    let empty: StaticString = ""
    func text(_ text: StaticString) -> UnsafePointer<CChar> {
      UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }
    return clap_preset_discovery_indexer_t(
      clap_version: CLAP_VERSION, name: text(name), vendor: text(empty), url: text(empty), version: text(empty),
      indexer_data: Unmanaged.passUnretained(self).toOpaque(),
      declare_filetype: { indexer, type in
        PresetWalk.of(indexer!.pointee.indexer_data).endings.append(string(type!.pointee.file_extension))
        return true
      },
      declare_location: { indexer, location in
        PresetWalk.of(indexer!.pointee.indexer_data).locations.append(
          (location!.pointee.kind, string(location!.pointee.location)))
        return true
      },
      declare_soundpack: { _, _ in true }, get_extension: { _, _ in nil })
  }

  private var receiver: clap_preset_discovery_metadata_receiver_t {
    clap_preset_discovery_metadata_receiver_t(
      receiver_data: Unmanaged.passUnretained(self).toOpaque(),
      // A file that cannot be read may be anybody's fault; the library's own presets are the plugin's.
      on_error: { receiver, _, message in
        let walk = PresetWalk.of(receiver!.pointee.receiver_data)
        if walk.isInLibrary { walk.errors.append(string(message)) }
      },
      begin_preset: { receiver, name, key in
        let walk = PresetWalk.of(receiver!.pointee.receiver_data)
        let path = walk.isInLibrary ? nil : walk.current.path
        walk.presets.append(Preset(name: string(name), key: key.map { string($0) }, path: path))
        return true
      },
      add_plugin_id: { receiver, id in
        guard string(id!.pointee.abi) == "clap" else { return }
        PresetWalk.of(receiver!.pointee.receiver_data).change { $0.plugins.append(string(id!.pointee.id)) }
      },
      set_soundpack_id: { _, _ in },
      set_flags: { _, _ in },
      add_creator: { receiver, creator in
        PresetWalk.of(receiver!.pointee.receiver_data).change { $0.creators.append(string(creator)) }
      },
      set_description: { receiver, text in
        PresetWalk.of(receiver!.pointee.receiver_data).change { $0.description = string(text) }
      },
      set_timestamps: { _, _, _ in },
      add_feature: { receiver, feature in
        PresetWalk.of(receiver!.pointee.receiver_data).change { $0.features.append(string(feature)) }
      },
      add_extra_info: { _, _, _ in })
  }

  /// What is told of the preset that was begun last.
  private func change(_ body: (inout Preset) -> Void) {
    guard !presets.isEmpty else { return }
    body(&presets[presets.count - 1])
  }

  private func read(
    _ provider: UnsafePointer<clap_preset_discovery_provider_t>, _ kind: UInt32, _ path: String
  ) throws(HostError) {
    current = (kind, path)
    var receiver = receiver
    let isRead = provider.pointee.get_metadata(provider, kind, path.isEmpty ? nil : path, &receiver)
    guard isRead || !isInLibrary else {
      throw .presetsNotListed(
        provider: id, expected: "get_metadata to return true for the library's presets", actual: "false")
    }
  }

  /// What lies at a location: the library itself, a file, or the files of a folder that have one of the endings.
  private func files(_ kind: UInt32, _ path: String) -> [String] {
    if kind == UInt32(CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN) { return [""] }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
    guard isFolder.boolValue, let walk = FileManager.default.enumerator(atPath: path) else { return [path] }
    let wanted = endings.contains("") ? [] : endings
    let names = walk.lazy.compactMap { $0 as? String }
      .filter { name in wanted.isEmpty || wanted.contains { name.hasSuffix(".\($0)") } }
    return names.prefix(Self.mostFiles).map { "\(path)/\($0)" }.sorted()
      .filter { FileManager.default.contents(atPath: $0) != nil }
  }

  private static func of(_ data: UnsafeMutableRawPointer?) -> PresetWalk {
    Unmanaged<PresetWalk>.fromOpaque(data!).takeUnretainedValue()
  }
}
