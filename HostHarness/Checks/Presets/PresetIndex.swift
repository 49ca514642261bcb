import CLAP
import Foundation
import HostKit

/// All presets that a file's discovery lists, as a browser would collect them.
final class PresetIndex {
  struct Preset {
    var name: String
    var key: String?
    var location: String
    var isInLibrary: Bool
    var plugins: [String] = []

    var source: PresetSource {
      isInLibrary ? .library(key: key ?? "") : .file(path: location, key: key)
    }
  }

  private(set) var presets: [Preset] = []
  private(set) var errors: [String] = []
  private var endings: [String] = []
  private var locations: [(kind: UInt32, path: String)] = []
  private var current: (kind: UInt32, path: String) = (0, "")

  private var isInLibrary: Bool { current.kind == UInt32(CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN) }

  /// Files of one folder that are looked at.
  private static let mostFiles = 2000

  /// - Throws: a skip in a file without discovery, a failure when a provider refuses.
  init(_ library: ClapLibrary) throws {
    guard
      let raw = library.factory(CLAP_PRESET_DISCOVERY_FACTORY_ID)
        ?? library.factory(CLAP_PRESET_DISCOVERY_FACTORY_ID_COMPAT)
    else { throw Verdict(.skipped, "the file has no preset discovery") }
    let factory = raw.assumingMemoryBound(to: clap_preset_discovery_factory_t.self)
    for index in 0..<factory.pointee.count(factory) {
      guard let descriptor = factory.pointee.get_descriptor(factory, index), let id = descriptor.pointee.id else {
        throw Verdict(.failed, "provider \(index): expected a descriptor with an id, found none")
      }
      try crawl(factory, id)
    }
  }

  private func crawl(
    _ factory: UnsafePointer<clap_preset_discovery_factory_t>, _ id: UnsafePointer<CChar>
  ) throws {
    (endings, locations) = ([], [])
    var indexer = clap_preset_discovery_indexer_t()
    indexer.clap_version = CLAP_VERSION
    indexer.indexer_data = Unmanaged.passUnretained(self).toOpaque()
    indexer.declare_filetype = { indexer, type in
      PresetIndex.of(indexer!.pointee.indexer_data).endings.append(text(type!.pointee.file_extension))
      return true
    }
    indexer.declare_location = { indexer, location in
      PresetIndex.of(indexer!.pointee.indexer_data).locations.append(
        (location!.pointee.kind, text(location!.pointee.location)))
      return true
    }
    indexer.declare_soundpack = { _, _ in true }
    indexer.get_extension = { _, _ in nil }
    try withUnsafePointer(to: &indexer) { indexer in
      guard let provider = factory.pointee.create(factory, indexer, id) else {
        throw Verdict(.failed, "provider \(text(id)): expected it to be created, got null")
      }
      defer { provider.pointee.destroy(provider) }
      try expect(provider.pointee.`init`(provider), "provider \(text(id)): expected init to return true, got false")
      for location in locations {
        for path in files(location.kind, location.path) { try read(provider, location.kind, path) }
      }
    }
  }

  private func read(
    _ provider: UnsafePointer<clap_preset_discovery_provider_t>, _ kind: UInt32, _ path: String
  ) throws {
    current = (kind, path)
    var receiver = clap_preset_discovery_metadata_receiver_t()
    receiver.receiver_data = Unmanaged.passUnretained(self).toOpaque()
    // A file that cannot be read may be anybody's fault; the library's own presets are the plugin's.
    receiver.on_error = { receiver, _, message in
      let index = PresetIndex.of(receiver!.pointee.receiver_data)
      if index.isInLibrary { index.errors.append(text(message)) }
    }
    receiver.begin_preset = { receiver, name, key in
      let index = PresetIndex.of(receiver!.pointee.receiver_data)
      index.presets.append(
        Preset(
          name: text(name), key: key.map { text($0) }, location: index.current.path,
          isInLibrary: index.isInLibrary))
      return true
    }
    receiver.add_plugin_id = { receiver, id in
      let index = PresetIndex.of(receiver!.pointee.receiver_data)
      if text(id!.pointee.abi) == "clap", !index.presets.isEmpty {
        index.presets[index.presets.count - 1].plugins.append(text(id!.pointee.id))
      }
    }
    receiver.set_soundpack_id = { _, _ in }
    receiver.set_flags = { _, _ in }
    receiver.add_creator = { _, _ in }
    receiver.set_description = { _, _ in }
    receiver.set_timestamps = { _, _, _ in }
    receiver.add_feature = { _, _ in }
    receiver.add_extra_info = { _, _, _ in }
    let isRead = provider.pointee.get_metadata(provider, kind, path.isEmpty ? nil : path, &receiver)
    try expect(isRead || !isInLibrary, "the library's presets: expected get_metadata to return true, got false")
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
    return names.prefix(Self.mostFiles).map { "\(path)/\($0)" }
      .filter { FileManager.default.contents(atPath: $0) != nil }
  }

  private static func of(_ data: UnsafeMutableRawPointer?) -> PresetIndex {
    Unmanaged<PresetIndex>.fromOpaque(data!).takeUnretainedValue()
  }
}

private func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
