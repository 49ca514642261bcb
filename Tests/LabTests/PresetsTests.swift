import Foundation
import HostKit
import Testing

@Suite struct PresetsTests {
  private static let circuits: [String] = {
    let models = Laboratory.root.appending(path: "Models")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: models.path)) ?? []
    return names.filter { FileManager.default.fileExists(atPath: models.appending(path: "\($0)/presets.json").path) }
      .sorted()
  }()

  /// Within 1.5 dB of one loudness, on guitar, through the built plugin.
  @Test(arguments: circuits) func factoryPresetsAreEquallyLoud(_ circuit: String) throws {
    let outcome = try Laboratory.run(["presets", "Models/\(circuit)"])
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.split(separator: "\n").count >= 6)
  }

  /// A state becomes a preset that the plugin loads.
  @Test func aStateBecomesAPreset() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attractor-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let arguments = [
      "save-preset", "Tests/Fixtures/states/tube-screamer-1.state", "--name", "Late Night!", "--folder", folder.path,
    ]
    let outcome = try Laboratory.run(arguments)
    let path = folder.appending(path: "tube-screamer-late-night.attractor-preset").path
    #expect(outcome.code == 0 && outcome.output == path + "\n", "\(outcome.errors)")
    let plugin = try ClapLibrary(Laboratory.root.appending(path: "build/Attractor.clap").path)
      .instantiate("tube-screamer")
    try plugin.loadPreset(.file(path: path, key: nil))
    let state = String(decoding: try plugin.saveState(), as: UTF8.self)
    #expect(state.contains("value drive 0.8") && state.contains("value plugin/quality 0.0"))
    let again = try Laboratory.run(arguments)
    #expect(again.code == 2 && again.errors.contains("--force"))
    #expect(try Laboratory.run(arguments + ["--force"]).code == 0)
    let wrong = try Laboratory.run(["save-preset", "Package.swift", "--name", "X", "--folder", folder.path])
    #expect(wrong.code == 2 && wrong.errors.contains("expected a plugin's state"))
  }

  @Test func saysWhatIsWrong() throws {
    try Laboratory.withCircuit { folder in
      try Laboratory.edit(folder + "/presets.json", "\"circuit\"", "\"circus\"")
      let outcome = try Laboratory.run(["presets", folder])
      #expect(outcome.code == 2 && outcome.errors.contains("presets.json: expected presets in JSON"))
    }
  }
}
