import CLAPBridge

extension MainThread: PresetLoadPlugin {
  /// Quality and Bypass stay as they are; while active the sound cross-fades.
  func loadPreset(from location: PresetLocation, key: String?) -> Bool {
    do {
      guard let loaded else { throw PresetError.noFactoryPresets(circuit: entry.circuit) }
      let preset = try PresetStore.preset(at: location, key: key, for: entry)
      var values = try preset.values(for: loaded.list)
      keepSession(in: &values)
      take(values)
    } catch let error as PresetError {
      log?.write(.warning, "The preset is refused: \(error).")
      presetHost?.failed(location, key: key, code: error.code, "\(error)")
      return false
    } catch {
      return false
    }
    presetHost?.loaded(location, key: key)
    return true
  }
}
