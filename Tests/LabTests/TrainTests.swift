import Foundation
import Testing

/// The way from a recipe to a model, on a network too small to be good.
@Suite struct TrainTests {
  @Test func stopsOnRequestAndGoesOn() throws {
    try TinyProject.with { root in
      let model = root.appending(path: "Models/tiny/model.json").path
      let stopped = try Laboratory.run(["train", "Models/tiny"], in: root, interruptedAfter: 1)
      #expect(stopped.code == 1)
      #expect(stopped.errors.contains("attractor-lab: stopped on request"), "\(stopped.errors)")
      #expect(!FileManager.default.fileExists(atPath: model))

      let trained = try Laboratory.run(["train", "Models/tiny", "--threads", "1"], in: root)
      #expect(trained.code == 0, "\(trained.errors)")
      #expect(try String(contentsOfFile: model, encoding: .utf8).contains("\"tailSeconds\""))
      #expect(try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Models/tiny").path).count == 3)

      let arguments = ["evaluate", "Models/tiny", "--seconds", "0.15", "--json"]
      let evaluated = try Laboratory.run(arguments, in: root)
      #expect(evaluated.code == 1, "so small a network misses what it must reach")
      let printed = try JSONSerialization.jsonObject(with: Data(evaluated.output.utf8)) as? [String: Any]
      #expect(printed?["circuit"] as? String == "tiny")
    }
  }
}
