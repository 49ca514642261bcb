import Foundation
import HostKit
import Testing

/// `attractor-host presets`, and presets by the names that it tells.
@Suite struct PresetsTests {
  let folder = TemporaryFolder()
  let bad = Fixture.plugin("bad")

  @Test func presetsAreListed() throws {
    let all = try CommandLineTool.run(["presets", bad])
    #expect(all.code == 0 && all.output.contains("org.attractor.fixture.bad.nothing"))
    let one = try CommandLineTool.run(["presets", bad, "--plugin", "nothing"])
    #expect(one.code == 0 && one.output.contains("Loud  loud") && one.output.contains("1 preset\n"))
    let json = try CommandLineTool.run(["presets", bad, "--plugin", "nothing", "--json"])
    let rows = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]] ?? []
    #expect(rows.count == 1 && rows[0]["key"] as? String == "loud" && rows[0]["path"] == nil)
    #expect(rows[0]["plugins"] as? [String] == ["org.attractor.fixture.bad.nothing"])
    #expect(try CommandLineTool.run(["info", bad, "--plugin", "nothing"]).output.contains("presets     1"))
    let unknown = try CommandLineTool.run(["presets", bad, "--plugin", "none"])
    #expect(unknown.code == 2 && unknown.errors.contains("expected one of"))
  }

  @Test func ourOwnAreListedAndLoad() throws {
    let library = try ClapLibrary("\(Fixture.products)/libAttractor.so")
    let presets = try PresetIndex(library).presets.filter { $0.path == nil }
    #expect(presets.count >= 7 * library.descriptors.count)
    let preset = try #require(presets.first)
    try library.instantiate(preset.plugins[0]).loadPreset(preset.source)
  }

  @Test func whereAPresetLies() {
    _ = FileManager.default.createFile(atPath: folder.file("a#b"), contents: nil)
    #expect(PresetSource(parsing: "rat/lead") == .library(key: "rat/lead"))
    #expect(PresetSource(parsing: folder.file("a#b")) == .file(path: folder.file("a#b").standardized, key: nil))
    #expect(PresetSource(parsing: "a#b#c", in: folder.path) == .file(path: folder.file("a#b").standardized, key: "c"))
    #expect(PresetSource(parsing: "/no/such#key") == .file(path: "/no/such", key: "key"))
    #expect(PresetSource(parsing: "#1", in: folder.path) == .library(key: "#1"))
  }
}

extension String {
  fileprivate var standardized: String { URL(fileURLWithPath: self).standardizedFileURL.path }
}
