import CLAP

/// `clap.preset-discovery-factory` with a single provider. [thread-safe; a provider is used by one thread at a time]
public struct PresetDiscoveryFactory: @unchecked Sendable {
  /// A `clap_preset_discovery_factory` that lives for ever.
  public let table: UnsafeRawPointer

  /// - Parameter provider: the only one of the process.
  public init(_ provider: (any PresetProvider.Type)) {
    Provider.kind = provider
    Provider.descriptor.initialize(
      to: clap_preset_discovery_provider_descriptor_t(
        clap_version: CLAP_VERSION, id: CText.immortal(provider.id), name: CText.immortal(provider.name),
        vendor: CText.immortal(provider.vendor)))
    let memory = UnsafeMutablePointer<clap_preset_discovery_factory_t>.allocate(capacity: 1)
    memory.initialize(
      to: clap_preset_discovery_factory_t(
        count: { _ in 1 },
        get_descriptor: { _, index in index == 0 ? UnsafePointer(Provider.descriptor) : nil },
        create: { _, indexer, id in
          guard let indexer, let id, String(cString: id) == Provider.kind?.id else { return nil }
          return Provider.make(indexer)
        }))
    table = UnsafeRawPointer(memory)
  }
}

/// The provider's table, and what it asks of the library's own type.
private enum Provider {
  nonisolated(unsafe) static var kind: (any PresetProvider.Type)?
  nonisolated(unsafe) static let descriptor =
    UnsafeMutablePointer<clap_preset_discovery_provider_descriptor_t>.allocate(capacity: 1)

  /// Calls nothing on the indexer.
  static func make(_ indexer: UnsafePointer<clap_preset_discovery_indexer_t>)
    -> UnsafePointer<clap_preset_discovery_provider_t>
  {
    let provider = UnsafeMutablePointer<clap_preset_discovery_provider_t>.allocate(capacity: 1)
    provider.initialize(
      to: clap_preset_discovery_provider_t(
        desc: descriptor, provider_data: UnsafeMutableRawPointer(mutating: indexer),
        init: { provider in Provider.declare(provider) },
        destroy: { provider in UnsafeMutablePointer(mutating: provider)?.deallocate() },
        get_metadata: { _, kind, location, receiver in
          guard let receiver, let location = PresetLocation(kind, location) else { return false }
          return Provider.describe(location, to: receiver)
        },
        get_extension: { _, _ in nil }))
    return UnsafePointer(provider)
  }

  private static func declare(_ provider: UnsafePointer<clap_preset_discovery_provider_t>?) -> Bool {
    guard let kind, let data = provider?.pointee.provider_data else { return false }
    let indexer = UnsafePointer(data.assumingMemoryBound(to: clap_preset_discovery_indexer_t.self))
    var isDone = kind.fileDescription.withCString { description in
      kind.fileExtension.withCString { ending in
        var type = clap_preset_discovery_filetype_t(
          name: description, description: description, file_extension: ending)
        return indexer.pointee.declare_filetype?(indexer, &type) ?? false
      }
    }
    for place in kind.places() {
      let flags = place.isFactory ? CLAP_PRESET_DISCOVERY_IS_FACTORY_CONTENT : CLAP_PRESET_DISCOVERY_IS_USER_CONTENT
      isDone =
        place.name.withCString { name in
          place.location.with { kind, path in
            var location = clap_preset_discovery_location_t(
              flags: UInt32(flags), name: name, kind: kind, location: path)
            return indexer.pointee.declare_location?(indexer, &location) ?? false
          }
        } && isDone
    }
    return isDone
  }

  private static func describe(
    _ location: PresetLocation, to receiver: UnsafePointer<clap_preset_discovery_metadata_receiver_t>
  ) -> Bool {
    guard let kind else { return false }
    do {
      for preset in try kind.presets(in: location) where !tell(preset, receiver) { break }
      return true
    } catch let failure as PresetFailure {
      receiver.pointee.on_error?(receiver, failure.code, failure.message)
      return false
    } catch {
      return false
    }
  }

  /// - Returns: whether the receiver wants more.
  private static func tell(
    _ preset: PresetDescription, _ receiver: UnsafePointer<clap_preset_discovery_metadata_receiver_t>
  ) -> Bool {
    let wanted = preset.name.withCString { name in
      if let key = preset.key {
        key.withCString { receiver.pointee.begin_preset?(receiver, name, $0) ?? false }
      } else {
        receiver.pointee.begin_preset?(receiver, name, nil) ?? false
      }
    }
    guard wanted else { return false }
    for plugin in preset.plugins {
      plugin.withCString { id in
        "clap".withCString { abi in
          var universal = clap_universal_plugin_id_t(abi: abi, id: id)
          receiver.pointee.add_plugin_id?(receiver, &universal)
        }
      }
    }
    if let creator = preset.creator { receiver.pointee.add_creator?(receiver, creator) }
    if let description = preset.description { receiver.pointee.set_description?(receiver, description) }
    for feature in preset.features { receiver.pointee.add_feature?(receiver, feature) }
    return true
  }
}
