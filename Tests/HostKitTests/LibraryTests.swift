import CLAP
import Foundation
import HostKit
import Testing

@Suite struct LibraryTests {
  @Test func aLibraryListsItsPlugins() throws {
    let library = try ClapLibrary(Fixture.plugin("gain"))
    #expect(library.descriptors.map(\.id) == ["org.attractor.fixture.gain"])
    #expect(library.descriptors[0].features == ["audio-effect", "stereo"])
    #expect(library.clapVersion == "1.2.10")
    #expect(library.factory("no.such.factory") == nil)
  }

  @Test func aMissingFile() {
    #expect(throws: HostError.missingFile(path: "/no/such.clap")) { try ClapLibrary("/no/such.clap") }
  }

  @Test func whatIsNotALibrary() throws {
    let folder = TemporaryFolder()
    try "words".write(toFile: folder.file("a.clap"), atomically: true, encoding: .utf8)
    for path in [folder.file("a.clap"), folder.path] {
      #expect {
        try ClapLibrary(path)
      } throws: {
        guard case HostError.notALibrary(path, _) = $0 else { return false }
        return true
      }
    }
  }

  @Test func aLibraryThatIsNoPlugin() {
    let path = "/lib/x86_64-linux-gnu/libm.so.6"
    guard FileManager.default.fileExists(atPath: path) else { return }
    #expect(throws: HostError.noEntry(path: path)) { try ClapLibrary(path) }
  }

  @Test func anUnknownPluginNamesThoseThereAre() throws {
    let library = try ClapLibrary(Fixture.plugin("gain"))
    #expect(throws: HostError.unknownPlugin(id: "x", expected: ["org.attractor.fixture.gain"])) {
      try library.instantiate("x")
    }
  }

  @Test(arguments: ["org.attractor.fixture.gain", "gain", "Fixture Gain", "fixture gain"])
  func pluginsGoByShortNames(_ id: String) throws {
    let library = try ClapLibrary(Fixture.plugin("gain"))
    #expect(library.descriptors.map(\.name) == ["Fixture Gain"])
    #expect(try library.instantiate(id).descriptor.id == "org.attractor.fixture.gain")
  }

  @Test func librariesAndInstancesComeAndGo() throws {
    for _ in 0..<20 {
      let first = try Fixture.gain()
      let second = try Fixture.gain()
      try first.activate(sampleRate: 48000, maxFrames: 64)
      try second.activate(sampleRate: 96000, maxFrames: 64)
      _ = try first.process(frames: 64)
      _ = try second.process(frames: 1)
    }
  }

  @Test func callsComeOnTheRightThreads() async throws {
    // The fixture logs every call from the wrong thread.
    let plugin = try Fixture.gain()
    try await Task.detached {
      try plugin.activate(sampleRate: 48000, maxFrames: 256)
      _ = try plugin.process(frames: 256, events: [.value(10, 2)])
      try plugin.reset()
      plugin.flush([.value(10, 1)])
      _ = try plugin.saveState()
      plugin.deactivate()
    }.value
    #expect(plugin.record.logs.map(\.message) == ["ready"])
    #expect(plugin.record.violations.isEmpty)
  }

  @Test func aMisusedPluginIsSeen() throws {
    let plugin = try Fixture.gain()
    _ = plugin.onAudioThread { plugin.pointer.pointee.activate(plugin.pointer, 48000, 1, 64) }
    #expect(plugin.record.logs.contains { $0.severity == CLAP_LOG_HOST_MISBEHAVING && $0.message == "activate" })
    plugin.onMainThread { plugin.pointer.pointee.deactivate(plugin.pointer) }
  }

  @Test func callsInTheWrongStateAreErrors() throws {
    let plugin = try Fixture.gain()
    #expect(throws: HostError.wrongState(call: "process", expected: "active", actual: "inactive")) {
      try plugin.process(frames: 1)
    }
    #expect(throws: HostError.self) { try plugin.reset() }
    #expect(throws: HostError.self) { try plugin.startProcessing() }
    #expect(throws: HostError.self) { try plugin.activate(sampleRate: 1_000_000, maxFrames: 64) }
    #expect(plugin.state == .inactive)
    try plugin.activate(sampleRate: 48000, minFrames: 8, maxFrames: 64)
    #expect(throws: HostError.badBlock(expected: "8 to 64 frames", actual: "65")) { try plugin.process(frames: 65) }
    #expect(throws: HostError.badBlock(expected: "8 to 64 frames", actual: "7")) { try plugin.process(frames: 7) }
    #expect(throws: HostError.self) { try plugin.process(inputs: [[0, 0, 0, 0, 0, 0, 0, 0]]) }
    #expect(throws: HostError.self) { try plugin.activate(sampleRate: 48000, maxFrames: 64) }
  }
}
