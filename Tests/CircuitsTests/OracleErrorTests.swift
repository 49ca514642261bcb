import Circuits
import Testing

@Suite struct OracleErrorTests {
  @Test func wrongArgumentsAreNamed() throws {
    let circuit = try Circuit(contentsOf: SolverTests.clipper)
    let error = #expect(throws: OracleError.self) {
      try NgspiceOracle.transient(circuit, input: [0, 0], inputRate: 1e6, outputRate: 1e6)
    }
    #expect(error?.description == #"diode-clipper: expected values for the knobs ["diode"], found []"#)
    #expect(throws: OracleError.self) {
      try NgspiceOracle.transient(
        circuit, input: [0, .nan], knobs: ["diode": .held(0)], inputRate: 1e6, outputRate: 1e6)
    }
  }

  @Test func itsOwnWordsComeAlongAndTheNextRunWorks() throws {
    // ngspice gives up where a logarithm has no value.
    let odd = try Circuit(source: "* x\nVin in 0 external\nR1 out 0 1k\nB1 out 0 V=ln(v(in)-5)\n", name: "odd")
    let plain = try Circuit(source: "* x\nVin in 0 external\nR1 in out 1k\nR2 out 0 1k\n", name: "plain")
    for _ in 0..<3 {
      let error = #expect(throws: OracleError.self) {
        try NgspiceOracle.transient(odd, input: [0, 1, 2], inputRate: 1e6, outputRate: 1e6)
      }
      #expect(error?.description.contains("out of range for ln") == true, "\(error.debugDescription)")
      let output = try NgspiceOracle.transient(plain, input: [0, 1, 2], inputRate: 1e6, outputRate: 1e6)
      #expect(output.count == 3 && abs(output[2] - 1) < 1e-6 && abs(output[1] - 0.5) < 1e-6)
    }
  }

  @Test func manyRunsInOneProcess() throws {
    let circuit = try Circuit(contentsOf: SolverTests.clipper)
    var reports = 0
    for _ in 0..<50 {
      let output = try NgspiceOracle.transient(
        circuit, input: (0..<100).map { 0.01 * Double($0) }, knobs: ["diode": .held(0.5)], inputRate: 768_000,
        outputRate: 96_000
      ) { part in
        reports += 1
        #expect(part >= 0 && part <= 1)
      }
      #expect(output.count == 13)
    }
    #expect(reports > 50)
  }

  @Test func standaloneDecksHoldEverything() throws {
    let circuit = try Circuit(contentsOf: SolverTests.clipper)
    let deck = try NgspiceOracle.standaloneDeck(
      circuit, input: [0, 1, 0], knobs: ["diode": .held(0.5)], inputRate: 1e6, outputRate: 1e6)
    #expect(deck.contains("vk_diode k_diode 0 dc 0.5") && deck.contains("vin in 0 pwl(") && deck.hasSuffix(".end\n"))
    #expect(!deck.lowercased().contains("external"))
  }
}
