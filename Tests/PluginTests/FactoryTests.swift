import CLAP
import Foundation
import Testing

@Suite struct FactoryTests {
  private let library = Library.shared

  /// `clap/models/make-index.sh` was run after the last model came, went or changed its name.
  @Test func everyModelIsAPlugin() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
    let folder = root.appending(path: "Models").path
    let circuits = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/model.json") }
    #expect(library.ids.sorted() == circuits.map { "org.attractor.\($0)" }.sorted())
    struct Named: Decodable {
      let circuit: String
      let name: String
    }
    for (index, id) in library.ids.enumerated() {
      let circuit = id.replacing("org.attractor.", with: "")
      let file = try Data(contentsOf: URL(filePath: "\(folder)/\(circuit)/model.json"))
      let model = try JSONDecoder().decode(Named.self, from: file)
      let descriptor = try #require(library.descriptor(UInt32(index))).pointee
      #expect(model.circuit == circuit && model.name == String(cString: descriptor.name))
    }
  }

  @Test(arguments: Library.shared.ids) func descriptorIsComplete(_ id: String) throws {
    let index = try #require(library.ids.firstIndex(of: id))
    let descriptor = try #require(library.descriptor(UInt32(index))).pointee
    #expect(descriptor.clap_version.major == 1)
    #expect(id.hasPrefix("org.attractor."))
    #expect(String(cString: descriptor.name).isEmpty == false)
    #expect(String(cString: descriptor.vendor) == "Attractor")
    for text in [descriptor.url, descriptor.manual_url, descriptor.support_url] { #expect(text != nil) }
    #expect(String(cString: descriptor.version).split(separator: ".").count == 3)
    var features: [String] = []
    var next = try #require(descriptor.features)
    while let feature = next.pointee {
      features.append(String(cString: feature))
      next += 1
    }
    #expect(features == ["audio-effect", "distortion", "stereo", "mono"])
  }

  @Test func indexBeyondTheEndIsNull() {
    #expect(library.descriptor(UInt32(library.ids.count)) == nil)
    #expect(library.descriptor(.max) == nil)
  }

  @Test(arguments: Library.shared.ids) func matchesIdsExactly(_ id: String) throws {
    let factory = try #require(library.factory)
    let host = TestHost()
    for wrong in ["", "org.attractor", id + " ", id.uppercased(), String(id.dropLast())] {
      #expect(factory.pointee.create_plugin(factory, host.pointer, wrong) == nil)
    }
    #expect(factory.pointee.create_plugin(factory, host.pointer, nil) == nil)
    #expect(factory.pointee.create_plugin(factory, nil, id) == nil)
    let old = TestHost(major: 0)
    #expect(factory.pointee.create_plugin(factory, old.pointer, id) == nil)
    #expect(host.calls.isEmpty && old.calls.isEmpty)
  }

  @Test(arguments: Library.shared.ids) func destroyWithoutInit(_ id: String) throws {
    let factory = try #require(library.factory)
    let host = TestHost()
    let plugin = try #require(factory.pointee.create_plugin(factory, host.pointer, id))
    plugin.pointee.destroy(plugin)
    #expect(host.calls.isEmpty)
  }

  @Test(arguments: Library.shared.ids) func everyFunctionIsThere(_ id: String) throws {
    let instance = try Instance(id)
    let plugin = instance.plugin
    func isFull<T>(_ table: T) -> Bool {
      withUnsafeBytes(of: table) { !$0.bindMemory(to: UInt.self).contains(0) }
    }
    #expect(isFull(plugin.pointee))
    #expect(isFull(instance.params.pointee))
    #expect(isFull(instance.state.pointee))
    for id in [CLAP_EXT_AUDIO_PORTS, CLAP_EXT_LATENCY, CLAP_EXT_TAIL] {
      #expect(plugin.pointee.get_extension(plugin, id) != nil)
    }
    for id in ["", "clap.nothing", "clap.params2", CLAP_EXT_NOTE_PORTS] {
      #expect(plugin.pointee.get_extension(plugin, id) == nil)
    }
    plugin.pointee.on_main_thread(plugin)
  }

  @Test(arguments: Library.shared.ids) func oneStereoPairInPlace(_ id: String) throws {
    let instance = try Instance(id)
    let plugin = instance.plugin
    let ports = plugin.pointee.get_extension(plugin, CLAP_EXT_AUDIO_PORTS)!
      .assumingMemoryBound(to: clap_plugin_audio_ports_t.self).pointee
    for isInput in [true, false] {
      #expect(ports.count(plugin, isInput) == 1)
      var info = clap_audio_port_info_t()
      #expect(ports.get(plugin, 0, isInput, &info))
      #expect(
        info.channel_count == 2 && info.flags == CLAP_AUDIO_PORT_IS_MAIN | CLAP_AUDIO_PORT_SUPPORTS_64BITS
          && info.in_place_pair == 0)
      #expect(String(cString: info.port_type) == CLAP_PORT_STEREO)
      #expect(!ports.get(plugin, 1, isInput, &info))
    }
    let latency = plugin.pointee.get_extension(plugin, CLAP_EXT_LATENCY)!
      .assumingMemoryBound(to: clap_plugin_latency_t.self).pointee
    #expect(latency.get(plugin) == 0)
  }
}
