import Circuits
import Foundation
import RealTime
import Synchronization
import Testing
import Training

@Suite struct TruthStoreTests {
  private static let netlist = """
    * A divider with a knob
    Vin in 0 external
    Vk_way k_way 0 external
    R1 in out 1k
    C1 out 0 10n
    R2 out 0 R='1k+9k*v(k_way)'
    .end
    """

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attractor-truth-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private func files(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  @Test func whatWasPlayedIsNotSimulatedAgain() throws {
    let solver = try TransientSolver(Circuit(source: Self.netlist, name: "divider"))
    let input = (0..<960).map { Float(sin(0.1 * Double($0))) }
    try withFolder { folder in
      let store = TruthStore(folder: folder)
      func play(_ gesture: KnobGesture, _ input: [Float]) throws -> [Float] {
        try store.play(solver, input: input, rateHz: 96_000, gestures: [gesture], by: .solver)
      }
      let first = try play(.held(0.5), input)
      let path = folder + "/" + (try #require(files(folder).first))
      #expect(files(folder).count == 1)
      // A mark in the file shows that it is read.
      var bytes = try Data(contentsOf: URL(filePath: path))
      bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: [0, 0, 0x80, 0x3F])
      try bytes.write(to: URL(filePath: path))
      let second = try play(.held(0.5), input)
      #expect(second.last == 1 && second.dropLast() == first.dropLast())
      // Anything else is another file.
      _ = try play(.held(0.6), input)
      _ = try play(.sine(hertz: 5), input)
      _ = try play(.held(0.5), input.map { $0 * 2 })
      #expect(files(folder).count == 4)
      // No number is no simulation.
      bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: [0, 0, 0xC0, 0x7F])
      try bytes.write(to: URL(filePath: path))
      #expect(try play(.held(0.5), input) == first)
      // A damaged one is simulated anew.
      try bytes.dropLast(5).write(to: URL(filePath: path))
      #expect(try play(.held(0.5), input) == first)
    }
  }

  @Test func saysOnceThatNothingCanBeKept() throws {
    let solver = try TransientSolver(Circuit(source: Self.netlist, name: "divider"))
    try withFolder { folder in
      try Data().write(to: URL(filePath: folder))
      let complaints = Mutex<[String]>([])
      let store = TruthStore(folder: folder) { error in complaints.withLock { $0.append("\(error)") } }
      for position in [0.2, 0.4] {
        let input = [Float](repeating: 0.1, count: 100)
        let output = try store.play(
          solver, input: input, rateHz: 96_000, gestures: [.held(position)], by: .solver)
        #expect(output.count == 100)
      }
      let told = complaints.withLock { $0 }
      #expect(told.count == 1 && told[0].hasSuffix(".truth: cannot be written: Not a directory"), "\(told)")
    }
  }

  @Test func withoutAFolderNothingIsKept() throws {
    let solver = try TransientSolver(Circuit(source: Self.netlist, name: "divider"))
    let input = [Float](repeating: 0.1, count: 100)
    let output = try TruthStore(folder: nil).play(
      solver, input: input, rateHz: 96_000, gestures: [.held(1)], by: .solver)
    #expect(output.count == 100 && output.last! > 0.08)
  }
}
