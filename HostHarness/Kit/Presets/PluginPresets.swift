import CLAP
import Foundation

/// Where a preset lies, and which of several there it is.
public enum PresetSource: Equatable, Sendable {
  /// In the plugin's own file, by the key that preset discovery tells.
  case library(key: String)
  case file(path: String, key: String?)

  /// What stands on a command line or in a suite: a file, a file and a key as `FILE#KEY`, or the key of one in the
  /// plugin's file.
  ///
  /// - Parameter folder: where relative paths begin; the working folder for nil.
  public init(parsing text: String, in folder: String? = nil) {
    func file(_ name: String) -> String? {
      let base = folder.map { URL(fileURLWithPath: $0, isDirectory: true) }
      let path = URL(fileURLWithPath: name, relativeTo: base).standardizedFileURL.path
      return name.hasPrefix("/") || FileManager.default.fileExists(atPath: path) ? path : nil
    }
    if !FileManager.default.fileExists(atPath: text), let mark = text.lastIndex(of: "#"),
      let path = file(String(text[..<mark])), mark > text.startIndex
    {
      self = .file(path: path, key: String(text[text.index(after: mark)...]))
    } else if !text.isEmpty, let path = file(text) {
      self = .file(path: path, key: nil)
    } else {
      self = .library(key: text)
    }
  }
}

extension PluginInstance {
  /// Brings a preset into force.
  ///
  /// - Throws: `.missingExtension`, `.presetRefused` with what the plugin says.
  public func loadPreset(_ source: PresetSource) throws(HostError) {
    guard
      let table = extensionPointer(CLAP_EXT_PRESET_LOAD, as: clap_plugin_preset_load_t.self)
        ?? extensionPointer(CLAP_EXT_PRESET_LOAD_COMPAT, as: clap_plugin_preset_load_t.self)
    else { throw .missingExtension(id: descriptor.id, name: CLAP_EXT_PRESET_LOAD) }
    let known = record.calls.count
    let isLoaded = HostThread.main.run {
      switch source {
      case .library(let key):
        table.pointee.from_location(pointer, UInt32(CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN), nil, key)
      case .file(let path, let key?):
        table.pointee.from_location(pointer, UInt32(CLAP_PRESET_DISCOVERY_LOCATION_FILE), path, key)
      case .file(let path, nil):
        table.pointee.from_location(pointer, UInt32(CLAP_PRESET_DISCOVERY_LOCATION_FILE), path, nil)
      }
    }
    serveCallbacks()
    if isLoaded { return }
    let told = record.calls.dropFirst(known).compactMap { call -> String? in
      if case .presetFailed(_, _, let message) = call { message } else { nil }
    }
    throw .presetRefused(id: descriptor.id, reason: told.last ?? "no reason told")
  }
}
