import Circuits
import Foundation
import InstructionSets
import Testing

/// Eight lanes at once against a solver for each of them.
@Suite struct SideBySideTests {
  static let models = [
    "big-muff", "diode-clipper", "fuzz-face", "ladder", "ms20", "rat", "triode-stage", "tube-screamer",
  ]

  static func model(_ id: String) throws -> TransientSolver {
    try TransientSolver(Circuit(contentsOf: "/\(Guitar.root)/Models/\(id)/circuit.cir"))
  }

  @Test func modelsAreAllOfThem() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: "/\(Guitar.root)/Models")
    let circuits = folders.filter {
      FileManager.default.fileExists(atPath: "/\(Guitar.root)/Models/\($0)/circuit.cir")
    }
    #expect(circuits.sorted() == Self.models)
  }

  /// Hot and quiet lanes, knobs that move, time steps that differ.
  @Test(arguments: models) func modelsAgree(_ id: String) throws {
    let solver = try Self.model(id)
    let drives = EightDrives(solver.circuit, count: 6000)
    let alone = try (0..<8).map { try drives.alone(solver, $0) }
    let (together, patient) = try drives.together(solver)
    let difference = EightDrives.difference(together, alone)
    print("\(id): lanes side by side differ from one alone by \(difference), \(patient) of 48000 steps alone")
    // The triode's corners leave quiet lanes 10 nV to differ by.
    #expect(difference < (id == "triode-stage" ? 1e-10 : 1e-15))
    #expect(patient < 480)
  }

  /// Transistors of all kinds with their charges, diodes that break down, transformers, tables, jumps.
  @Test(arguments: 0..<DeviceTests.circuits.count) func devicesAgree(_ index: Int) throws {
    try agrees(DeviceTests.frame + DeviceTests.circuits[index].netlist, DeviceTests.circuits[index].label)
  }

  @Test(arguments: 0..<4) func transistorsAgree(_ index: Int) throws {
    try agrees([StressTests.fuzz, BipolarTests.fuzz, BipolarTests.ladder, BipolarTests.charged][index], "\(index)")
  }

  func agrees(_ source: String, _ label: String) throws {
    let solver = try TransientSolver(Circuit(source: source, name: label))
    let drives = EightDrives(solver.circuit, count: 3000, peak: 0.5)
    let alone = try (0..<8).map { try drives.alone(solver, $0) }
    let (together, patient) = try drives.together(solver)
    let difference = EightDrives.difference(together, alone)
    print("\(label): differ by \(difference), \(patient) of 24000 steps alone")
    #expect(difference < 1e-12)
  }

  @Test(arguments: ["rat", "ladder", "triode-stage"]) func neighboursDoNotMatter(_ id: String) throws {
    let solver = try Self.model(id)
    let drives = EightDrives(solver.circuit, count: 3000)
    let all = try drives.together(solver).outputs
    for some in [[5], [0, 5], [1, 2, 3, 5, 6]] {
      let few = try drives.together(solver, some).outputs
      for lane in some { #expect((few[lane] == all[lane]) == true, "lane \(lane) of \(some)") }
    }
    #expect(try drives.together(solver).outputs == all)
  }

  @Test(arguments: models) func instructionSetsAgree(_ id: String) throws {
    let solver = try Self.model(id)
    let drives = EightDrives(solver.circuit, count: 2000)
    let baseline = try drives.together(solver, by: .baseline).outputs
    for kernels in InstructionSet.available where kernels != .baseline {
      let difference = EightDrives.difference(try drives.together(solver, by: kernels).outputs, baseline)
      print("\(id): \(kernels) differs from baseline by \(difference)")
      #expect(difference < 1e-13)
    }
  }

  /// With two updates at most, many steps need the solver's patience.
  @Test(arguments: ["fuzz-face", "rat", "diode-clipper"]) func patienceIsTakenAlone(_ id: String) throws {
    var options = SolverOptions()
    options.plainIterations = 2
    let solver = try TransientSolver(Self.model(id).circuit, options: options)
    let drives = EightDrives(solver.circuit, count: 3000)
    let alone = try (0..<8).map { try drives.alone(solver, $0) }
    let (together, patient) = try drives.together(solver)
    #expect(patient > 10)
    #expect(EightDrives.difference(together, alone) < 1e-12)
    #expect(try drives.together(solver, [3, 5]).outputs[5] == together[5])
  }
}
