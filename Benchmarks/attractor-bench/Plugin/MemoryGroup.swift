import HostKit

/// What a further instance takes, made and activated, the host's share taken off.
struct MemoryGroup {
  let path: String

  func measured() throws -> Section {
    let library = try ClapLibrary(path)
    var section = Section(title: "Memory: per further instance, activated at 48 kHz for blocks of 512")
    for descriptor in library.descriptors {
      let bytes = try MemoryBench.bytesPerInstance(
        library, descriptor.id, sampleRate: 48_000, maxFrames: 512, instances: 32)
      section.figures.append(
        Figure(
          subject: descriptor.id.split(separator: ".").last.map(String.init) ?? descriptor.id, variant: "heap",
          value: bytes / 1024, unit: "KB", bar: .atMost(64)))
    }
    section.text = Table.text(
      section.figures.map { [$0.subject, "\($0.value.tenths) KB"] + Table.judgement($0) }, left: 1)
    return section
  }
}
