import Foundation
import Testing

@Suite struct SweepTests {
  @Test func showsWhatSizesCostAndGain() throws {
    try TinyProject.with { root in
      let folder = root.appending(path: "Models/tiny").path
      let before = try FileManager.default.contentsOfDirectory(atPath: folder)
      let arguments = ["sweep", "Models/tiny", "--effort", "0.5", "--layers", "4", "--layers", "3,3"]
      let outcome = try Laboratory.run(arguments, in: root)
      #expect(outcome.code == 0, "\(outcome.errors)")
      let lines = outcome.output.split(separator: "\n").map(String.init)
      // One state and four taps: M and C are 6, 4 × 5 + 4 and 3 × 5 + 9 + 3 in the networks.
      for (line, size, cost) in [(1, "4 ", " 30 "), (2, "3-3 ", " 33 ")] {
        #expect(lines[line].hasPrefix(size) && lines[line].contains(cost), "\(lines)")
      }
      #expect(lines[1].hasSuffix("on the front"), "the cheapest is always worth its cost: \(lines)")
      let chart = try String(contentsOf: root.appending(path: "build/sweep/tiny.svg"), encoding: .utf8)
      #expect(chart.hasPrefix("<svg xmlns=") && chart.contains(">3-3</text>") && chart.contains("<style>"))
      // The circuit's own files stay, and what is trained is not trained again.
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before.sorted())
      let again = try Laboratory.run(arguments, in: root)
      #expect(again.code == 0 && !again.errors.contains("weight sets"), "\(again.errors)")
    }
  }

  @Test(arguments: [
    (["--layers", "8,x"], "--layers: expected"), (["--layers", "8,8,8,8,8"], "--layers: expected"),
    (["--layers", "0"], "--layers: expected"), (["--layers", "8", "--stage", "tone"], "--stage: expected one of"),
  ]) func namesWhatItCannotUse(_ options: [String], _ reason: String) throws {
    let outcome = try Laboratory.run(["sweep", "Models/diode-clipper"] + options)
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(reason), "\(outcome.errors)")
  }
}
