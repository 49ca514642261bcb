import Foundation
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

  @Test func saysWhatIsWrong() throws {
    try Laboratory.withCircuit { folder in
      try Laboratory.edit(folder + "/presets.json", "\"circuit\"", "\"circus\"")
      let outcome = try Laboratory.run(["presets", folder])
      #expect(outcome.code == 2 && outcome.errors.contains("presets.json: expected presets in JSON"))
    }
  }
}
