import CLAP
import Testing

/// A host's preset browser: what a provider declares, and what it tells of each place.
final class PresetIndex {
  struct Location: Equatable {
    var flags: UInt32
    var kind: UInt32
    var path: String?
  }

  struct Preset: Equatable {
    var name: String
    var key: String?
    var plugins: [String] = []
    var description: String?
    var creator: String?
  }

  private(set) var locations: [Location] = []
  private(set) var extensions: [String] = []
  private(set) var presets: [Preset] = []
  private(set) var errors: [String] = []

  let factory: UnsafePointer<clap_preset_discovery_factory_t>
  private var indexer = UnsafeMutablePointer<clap_preset_discovery_indexer_t>.allocate(capacity: 1)
  private var provider: UnsafePointer<clap_preset_discovery_provider_t>?

  init(_ library: Library = .shared, factoryID: String = CLAP_PRESET_DISCOVERY_FACTORY_ID) throws {
    factory = try #require(library.entry.pointee.get_factory(factoryID))
      .assumingMemoryBound(to: clap_preset_discovery_factory_t.self)
    indexer.initialize(
      to: clap_preset_discovery_indexer_t(
        clap_version: CLAP_VERSION, name: nil, vendor: nil, url: nil, version: nil, indexer_data: nil,
        declare_filetype: { indexer, type in
          PresetIndex.of(indexer!.pointee.indexer_data).extensions.append(String(cString: type!.pointee.file_extension))
          return true
        },
        declare_location: { indexer, location in
          let location = location!.pointee
          PresetIndex.of(indexer!.pointee.indexer_data).locations.append(
            Location(
              flags: location.flags, kind: location.kind, path: location.location.map { String(cString: $0) }))
          return true
        },
        declare_soundpack: { _, _ in true }, get_extension: { _, _ in nil }))
    indexer.pointee.indexer_data = Unmanaged.passUnretained(self).toOpaque()
    let descriptor = try #require(factory.pointee.get_descriptor(factory, 0))
    provider = factory.pointee.create(factory, indexer, descriptor.pointee.id)
    #expect(locations.isEmpty, "create calls nothing on the indexer")
    #expect(provider!.pointee.`init`(provider))
  }

  deinit {
    provider?.pointee.destroy(provider)
    indexer.deallocate()
  }

  /// Reads a place; false where the provider says so.
  func read(_ kind: UInt32, _ path: String?) -> Bool {
    presets = []
    var receiver = clap_preset_discovery_metadata_receiver_t()
    receiver.receiver_data = Unmanaged.passUnretained(self).toOpaque()
    receiver.on_error = { PresetIndex.of($0!.pointee.receiver_data).errors.append(String(cString: $2!)) }
    receiver.begin_preset = { receiver, name, key in
      PresetIndex.of(receiver!.pointee.receiver_data).presets.append(
        Preset(name: String(cString: name!), key: key.map { String(cString: $0) }))
      return true
    }
    receiver.add_plugin_id = { receiver, id in
      let index = PresetIndex.of(receiver!.pointee.receiver_data)
      index.presets[index.presets.count - 1].plugins.append(
        "\(String(cString: id!.pointee.abi)):\(String(cString: id!.pointee.id))")
    }
    receiver.set_description = { receiver, text in
      let index = PresetIndex.of(receiver!.pointee.receiver_data)
      index.presets[index.presets.count - 1].description = String(cString: text!)
    }
    receiver.add_creator = { receiver, text in
      let index = PresetIndex.of(receiver!.pointee.receiver_data)
      index.presets[index.presets.count - 1].creator = String(cString: text!)
    }
    receiver.set_soundpack_id = { _, _ in }
    receiver.set_flags = { _, _ in }
    receiver.set_timestamps = { _, _, _ in }
    receiver.add_feature = { _, _ in }
    receiver.add_extra_info = { _, _, _ in }
    return provider!.pointee.get_metadata(provider, kind, path, &receiver)
  }

  private static func of(_ data: UnsafeMutableRawPointer?) -> PresetIndex {
    Unmanaged<PresetIndex>.fromOpaque(data!).takeUnretainedValue()
  }
}
