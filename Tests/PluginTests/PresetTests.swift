import CLAP
import Foundation
import HostKit
import Testing

@Suite struct PresetTests {
  private static let inLibrary = UInt32(CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN)
  private static let inFile = UInt32(CLAP_PRESET_DISCOVERY_LOCATION_FILE)

  @Test func aBrowserFindsSixOrMorePerCircuit() throws {
    let index = try PresetIndex()
    #expect(index.factory.pointee.count(index.factory) == 1)
    #expect(index.factory.pointee.get_descriptor(index.factory, 1) == nil)
    #expect(index.factory.pointee.create(index.factory, nil, "org.attractor.presets") == nil)
    #expect(index.extensions == ["attractor-preset"])
    let own = try #require(index.locations.first)
    #expect(own.kind == Self.inLibrary && own.path == nil && own.flags == CLAP_PRESET_DISCOVERY_IS_FACTORY_CONTENT)
    #expect(index.read(Self.inLibrary, nil) && index.errors.isEmpty)
    for id in Library.shared.ids {
      let presets = index.presets.filter { $0.plugins == ["clap:\(id)"] }
      #expect(presets.count >= 6, "\(id)")
      #expect(Set(presets.map(\.name)).count == presets.count)
      #expect(presets.allSatisfy { $0.creator == "Attractor" && $0.description?.isEmpty == false })
    }
    #expect(Set(index.presets.compactMap(\.key)).count == index.presets.count)
    #expect(try PresetIndex(factoryID: CLAP_PRESET_DISCOVERY_FACTORY_ID_COMPAT).read(Self.inLibrary, nil))
  }

  /// Every preset that the browser lists loads, changes something, and tells the host.
  @Test(arguments: Library.shared.ids) func everyPresetLoads(_ id: String) throws {
    let index = try PresetIndex()
    #expect(index.read(Self.inLibrary, nil))
    let plugin = try ClapLibrary(Library.path).instantiate(id)
    var states: Set<[UInt8]> = [try plugin.saveState()]
    let presets = index.presets.filter { $0.plugins == ["clap:\(id)"] }
    for preset in presets {
      let key = try #require(preset.key)
      plugin.record.clear()
      try plugin.loadPreset(.library(key: key))
      #expect(
        plugin.record.calls == [
          .rescanParameters(flags: CLAP_PARAM_RESCAN_VALUES), .presetLoaded(location: "", key: key),
        ])
      states.insert(try plugin.saveState())
    }
    #expect(states.count == presets.count + 1, "no two alike")
    #expect(plugin.record.violations.isEmpty && plugin.record.logs.isEmpty)
  }

  @Test func qualityAndBypassStay() throws {
    let plugin = try ClapLibrary(Library.path).instantiate("org.attractor.tube-screamer")
    let (quality, bypass) = (try plugin.parameter("Quality"), try plugin.parameter("Bypass"))
    plugin.flush([.value(quality.id, 2), .value(bypass.id, 1)])
    try plugin.loadPreset(.library(key: "tube-screamer/singing-lead"))
    let state = String(decoding: try plugin.saveState(), as: UTF8.self)
    #expect(state.contains("value plugin/quality 2.0") && state.contains("value plugin/bypass 1.0"))
    #expect(state.contains("value drive 1.0") && state.contains("value plugin/scene-b/drive 1.0"), "B stands as A does")
  }

  @Test func refusalsSayWhy() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func file(_ text: String) throws -> String {
      let url = folder.appending(path: "\(UUID().uuidString).attractor-preset")
      try Data(text.utf8).write(to: url)
      return url.path
    }
    let preset = #"{ "id": "a", "name": "A", "values": { "drive": 0.25 } }"#
    let good = try file(#"{ "schema": 1, "circuit": "tube-screamer", "presets": [\#(preset)] }"#)
    let plugin = try ClapLibrary(Library.path).instantiate("org.attractor.tube-screamer")
    try plugin.loadPreset(.file(path: good, key: nil))
    #expect(String(decoding: try plugin.saveState(), as: UTF8.self).contains("value drive 0.25"))
    let before = try plugin.saveState()
    let other = preset.replacing("\"a\"", with: "\"b\"").replacing("drive", with: "gain")
    let cases: [(PresetSource, String)] = [
      (.file(path: folder.path + "/none", key: nil), "No such file"),
      (.file(path: folder.path, key: nil), "expected a file"),
      (.file(path: try file("{ nonsense"), key: nil), "expected presets in JSON"),
      (.file(path: try file(#"{ "schema": 1, "circuit": "rat" }"#), key: nil), "no presets"),
      (
        .file(path: try file(#"{ "schema": 2, "circuit": "tube-screamer", "presets": [] }"#), key: nil),
        "schema 1, got 2"
      ),
      (
        .file(path: try file(#"{ "schema": 1, "circuit": "rat", "presets": [\#(preset)] }"#), key: nil),
        "expected a preset for tube-screamer, got one for rat"
      ),
      (
        .file(path: try file(#"{ "schema": 1, "circuit": "tube-screamer", "presets": [\#(other)] }"#), key: nil),
        "expected one of drive, tone"
      ),
      (
        .file(
          path: try file(#"{ "schema": 1, "circuit": "tube-screamer", "presets": [\#(preset), \#(other)] }"#), key: nil),
        "one of several presets (a, b)"
      ),
      (.library(key: "nothing"), "got nothing"), (.library(key: "ladder/vowel"), "got one for ladder"),
    ]
    for (source, reason) in cases {
      let error = #expect(throws: HostError.self) { try plugin.loadPreset(source) }
      #expect("\(error, default: "none")".contains(reason), "\(source)")
    }
    #expect(try plugin.saveState() == before, "nothing has changed")
    #expect(plugin.record.logs.count == cases.count && plugin.record.violations.isEmpty)
    let index = try PresetIndex()
    #expect(index.read(Self.inFile, good) && index.presets.map(\.name) == ["A"])
    #expect(index.presets[0].key == nil && index.presets[0].plugins == ["clap:org.attractor.tube-screamer"])
    #expect(!index.read(Self.inFile, folder.path + "/none") && index.errors.count == 1)
    #expect(!index.read(9, nil) && !index.read(Self.inFile, nil))
  }
}
