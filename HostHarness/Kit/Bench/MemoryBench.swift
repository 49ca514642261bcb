import CallCounter

/// The heap that plugins take: the whole process is measured, which must do nothing else meanwhile.
public enum MemoryBench {
  /// Bytes of a further instance, made and activated, behind some that are there already: what they share is not
  /// counted, and this host's own share is taken off.
  public static func bytesPerInstance(
    _ library: ClapLibrary, _ id: String, sampleRate: Double, maxFrames: Int, instances: Int
  ) throws(HostError) -> Double {
    func bytes(_ library: ClapLibrary, _ id: String?) throws(HostError) -> Double {
      var kept: [PluginInstance] = []
      kept.reserveCapacity(shared + instances)
      func add(_ count: Int) throws(HostError) {
        for _ in 0..<count {
          let plugin = try library.instantiate(id)
          try plugin.activate(sampleRate: sampleRate, maxFrames: maxFrames)
          kept.append(plugin)
        }
      }
      try add(shared)
      let before = attractor_heap_in_use()
      try add(instances)
      let after = withExtendedLifetime(kept) { attractor_heap_in_use() }
      return (Double(after) - Double(before)) / Double(instances)
    }
    return try bytes(library, id) - bytes(.nothing, nil)
  }

  /// Instances made before the measurement.
  private static let shared = 4
}
