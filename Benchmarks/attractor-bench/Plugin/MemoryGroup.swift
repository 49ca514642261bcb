import HostKit
import Machine

/// What a further instance takes, made and activated, the host's share taken off.
struct MemoryGroup {
  let path: String

  private static let instances = 32

  func measured() throws -> Section {
    let library = try ClapLibrary(path)
    // The host's own buffers and lists, with a plugin that has none.
    let hostBytes = try bytesPerInstance { try ClapLibrary.nothing.instantiate() }
    var section = Section(title: "Memory: per further instance, activated at 48 kHz for blocks of 512")
    for descriptor in library.descriptors {
      let bytes = try bytesPerInstance { try library.instantiate(descriptor.id) } - hostBytes
      section.figures.append(
        Figure(
          subject: descriptor.id.split(separator: ".").last.map(String.init) ?? descriptor.id, variant: "heap",
          value: bytes / 1024, unit: "KB", bar: .atMost(64)))
    }
    section.text = Table.text(
      section.figures.map { [$0.subject, "\($0.value.tenths) KB"] + Table.judgement($0) }, left: 1)
    return section
  }

  private func bytesPerInstance(_ make: () throws -> PluginInstance) throws -> Double {
    var kept: [PluginInstance] = []
    kept.reserveCapacity(Self.instances + 4)
    func add(_ count: Int) throws {
      for _ in 0..<count {
        let plugin = try make()
        try plugin.activate(sampleRate: 48_000, maxFrames: 512)
        kept.append(plugin)
      }
    }
    // What the first ones share is not counted.
    try add(4)
    let before = machine_heap_bytes()
    try add(Self.instances)
    return Double(machine_heap_bytes() - before) / Double(Self.instances)
  }
}
