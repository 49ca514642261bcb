import Foundation
import Testing

@Suite struct CardsTests {
  @Test func listsEveryCircuit() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "attractor-cards-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    let source = Laboratory.root.appending(path: "Models/diode-clipper")
    for (name, files) in [
      ("measured", ["recipe.json", "model.json", "card.json"]), ("new", ["recipe.json"]),
      ("trained", ["recipe.json", "model.json"]), ("no-circuit", []),
      ("worse", ["recipe.json", "model.json", "card.json"]),
    ] {
      let folder = root.appending(path: name)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for file in files {
        try FileManager.default.copyItem(at: source.appending(path: file), to: folder.appending(path: file))
      }
    }
    try Laboratory.edit(root.appending(path: "worse/card.json").path, #""mark" : "aim""#, #""mark" : "missed""#)
    let outcome = try Laboratory.run(["cards", root.path])
    #expect(outcome.code == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 6 && Set(lines.map(\.count)).count == 1, "\(lines)")
    #expect(lines[0].contains("still, worst") && lines[1].hasPrefix("|-"))
    #expect(lines[2].hasPrefix("| Diode Clipper |") && lines[2].contains("ships"))
    #expect(lines[3].hasPrefix("| new ") && lines[3].contains("recipe only"))
    #expect(lines[4].hasPrefix("| trained ") && lines[4].contains("not measured"))
    #expect(lines[5].contains("not offered, misses a bar"))

    try Data("{}".utf8).write(to: root.appending(path: "measured/card.json"))
    let broken = try Laboratory.run(["cards", root.path])
    #expect(broken.code == 2 && broken.errors.contains("measured/card.json: cannot be read"), "\(broken.errors)")
    #expect(try Laboratory.run(["cards", "nowhere"]).code == 2)
  }
}
