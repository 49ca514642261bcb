import Circuits
import Testing

@Suite struct SolverTests {
  static let clipper = "/\(Guitar.root)/Models/diode-clipper/circuit.cir"

  @Test func copiesGoTheirOwnWay() throws {
    var first = try TransientSolver(Circuit(contentsOf: Self.clipper))
    try first.start(knobs: [0.5])
    try first.step(input: 1, knobs: [0.5], timeStep: 1e-5)
    var second = first
    let state = first.state
    try second.step(input: -3, knobs: [0.1], timeStep: 1e-5)
    #expect(first.state == state && second.state != state)
    try first.step(input: -3, knobs: [0.1], timeStep: 1e-5)
    #expect(first.state == second.state && first.output == second.output)
  }

  @Test func nothingIsRememberedButStateInputAndKnobs() throws {
    var solver = try TransientSolver(Circuit(contentsOf: Self.clipper))
    try solver.start(knobs: [0.5])
    for n in 0..<50 { try solver.step(input: Double(n % 7) - 3, knobs: [0.5], timeStep: 1e-5) }
    var other = try TransientSolver(Circuit(contentsOf: Self.clipper))
    try other.setState(solver.state, input: Double(49 % 7) - 3, knobs: [0.5])
    try solver.step(input: 2, knobs: [0.7], timeStep: 1e-5)
    try other.step(input: 2, knobs: [0.7], timeStep: 1e-5)
    // The step is cut into eight, each of which leaves what Newton's method is content with.
    #expect(abs(solver.state[0] - other.state[0]) < 1e-10)
  }

  @Test(arguments: [1e-6, 1e-5, 1e-4, 1e-2]) func jumpsOfAllSizesConverge(timeStep: Double) throws {
    var solver = try TransientSolver(Circuit(contentsOf: Self.clipper))
    try solver.start(knobs: [1])
    var random = SplitMix64(seed: 7)
    for _ in 0..<3000 {
      let input = random.normal() * random.logarithmic(1e-3...1e3)
      let knob = min(max(random.uniform(-0.1...1.1), 0), 1)
      try solver.step(input: input, knobs: [knob], timeStep: timeStep)
      #expect(abs(solver.output) < 5)
    }
  }

  @Test func statesFarAwayComeBack() throws {
    var solver = try TransientSolver(Circuit(contentsOf: Self.clipper))
    for voltage in [-5.0, -1, 0.5, 3, 10] {
      try solver.setState([voltage], input: 0, knobs: [0])
      #expect(solver.output == voltage)
      for _ in 0..<200 { try solver.step(input: 0, knobs: [0], timeStep: 1e-5) }
      #expect(abs(solver.output) < 1e-6)
    }
  }

  @Test func wrongArgumentsAreRefused() throws {
    var solver = try TransientSolver(Circuit(contentsOf: Self.clipper))
    #expect(throws: SolverError.notStarted(circuit: "diode-clipper")) {
      try solver.step(input: 0, knobs: [0], timeStep: 1e-5)
    }
    try solver.start(knobs: [0])
    #expect(throws: SolverError.wrongCount(of: "knobs", circuit: "diode-clipper", expected: 1, found: 2)) {
      try solver.step(input: 0, knobs: [0, 0], timeStep: 1e-5)
    }
    #expect(throws: SolverError.wrongCount(of: "states", circuit: "diode-clipper", expected: 1, found: 0)) {
      try solver.setState([], input: 0, knobs: [0])
    }
    #expect(throws: SolverError.self) { try solver.step(input: .nan, knobs: [0], timeStep: 1e-5) }
    #expect(throws: SolverError.self) { try solver.step(input: 0, knobs: [.infinity], timeStep: 1e-5) }
    #expect(throws: SolverError.self) { try solver.step(input: 0, knobs: [0], timeStep: 0) }
    #expect(throws: SolverError.self) { try solver.start(knobs: []) }
    try solver.step(input: 1, knobs: [0], timeStep: 1e-5)
    #expect(solver.output.isFinite && solver.output > 0)
  }

  @Test func twoThreadsAgree() async throws {
    var solver = try TransientSolver(Circuit(contentsOf: Self.clipper))
    try solver.start(knobs: [0.2])
    let started = solver
    let results = try await withThrowingTaskGroup(of: [Double].self) { group in
      for _ in 0..<2 {
        group.addTask {
          var mine = started
          return try (0..<2000).map { n in
            try mine.step(input: 4 * Double(n % 20) / 20, knobs: [Double(n) / 2000], timeStep: 1e-5)
            return mine.output
          }
        }
      }
      return try await group.reduce(into: [[Double]]()) { $0.append($1) }
    }
    #expect(results[0] == results[1])
  }
}
