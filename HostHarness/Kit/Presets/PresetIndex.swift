import CLAP
import Foundation

/// All presets that a file's discovery lists, as a browser would collect them.
public struct PresetIndex: Sendable {
  public private(set) var presets: [Preset] = []

  /// What providers complained about in the library's own presets.
  public private(set) var errors: [String] = []

  /// - Throws: `.noFactory` for a file without discovery, `.presetsNotListed` when a provider refuses.
  public init(_ library: ClapLibrary) throws(HostError) {
    guard
      let raw = library.factory(CLAP_PRESET_DISCOVERY_FACTORY_ID)
        ?? library.factory(CLAP_PRESET_DISCOVERY_FACTORY_ID_COMPAT)
    else { throw .noFactory(path: library.path, factory: CLAP_PRESET_DISCOVERY_FACTORY_ID) }
    let factory = raw.assumingMemoryBound(to: clap_preset_discovery_factory_t.self)
    try HostThread.main.run { () throws(HostError) in
      for index in 0..<factory.pointee.count(factory) {
        guard let descriptor = factory.pointee.get_descriptor(factory, index), let id = descriptor.pointee.id else {
          throw .presetsNotListed(provider: "\(index)", expected: "a descriptor with an id", actual: "none")
        }
        let walk = PresetWalk(string(id))
        try walk.run(factory)
        presets += walk.presets
        errors += walk.errors
      }
    }
  }
}
