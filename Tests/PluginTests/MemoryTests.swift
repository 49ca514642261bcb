import HostKit
import Testing

/// Sessions hold dozens of instances: a further one of a circuit that is there already is small.
@Suite struct MemoryTests {
  /// In a process of its own, as other tests would count.
  @Test func aFurtherInstanceTakesLessThan64KB() async {
    await #expect(processExitsWith: .success) {
      let library = try ClapLibrary(Library.path)
      #expect(library.descriptors.count > 1)
      for descriptor in library.descriptors {
        func bytes() throws -> Double {
          try MemoryBench.bytesPerInstance(
            library, descriptor.id, sampleRate: 48_000, maxFrames: 512, instances: 32)
        }
        // What the allocator keeps in its pools counts as in use: a first round fills them.
        _ = try bytes()
        let further = try bytes()
        #expect((1024..<64 * 1024).contains(further), "\(descriptor.id): \(further) bytes")
      }
    }
  }
}
