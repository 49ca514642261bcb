import Testing

import Circuits

/// Taking a circuit apart at ideal voltage outputs.
@Suite struct StagesTests {
  private static let pedal = """
    two stages and a level
    Vin in 0 external
    Vk_drive k_drive 0 external
    Vk_level k_level 0 external
    Vcc vcc 0 9
    R1 in a 1k
    C1 a 0 100n
    Rd a b r='1k+10k*v(k_drive)'
    D1 b 0 DX
    D2 0 b DX
    Eb mid 0 b 0 3
    R2 mid c 4.7k
    C2 c d 10n
    Rb vcc d 1meg
    R3 d 0 10k
    Eo post 0 d 0 1
    Ra post out r='10+1k*(1-v(k_level))'
    Rc out 0 r='10+1k*v(k_level)'
    .model DX D(Is=2.52n N=1.752)
    """

  @Test func playedOneBehindTheOtherTheyAreTheCircuit() throws {
    let whole = try Circuit(source: Self.pedal, name: "pedal")
    let stages = try whole.stages(cutAt: ["mid", "post"])
    #expect(stages.map(\.controls) == [["drive"], [], ["level"]])
    #expect(stages.map { $0.states.map(\.name) } == [["v(C1)"], ["v(C2)"], []])
    var solver = try TransientSolver(whole)
    var parts = try stages.map { stage throws(SolverError) in try TransientSolver(stage) }
    let knobs = [0.3, 0.7]
    let split = [[0.3], [], [0.7]]
    try solver.start(knobs: knobs)
    for index in parts.indices { try parts[index].start(knobs: split[index]) }
    var (error, signal) = (0.0, 0.0)
    for n in 1...2000 {
      var volts = Double((n * 37) % 100) / 50 - 1
      try solver.step(input: volts, knobs: knobs, timeStep: 1e-6)
      for index in parts.indices {
        try parts[index].step(input: volts, knobs: split[index], timeStep: 1e-6)
        volts = parts[index].output
      }
      error += (volts - solver.output) * (volts - solver.output)
      signal += solver.output * solver.output
    }
    // The stages hear the ones before in straight lines, the whole solves in between as well.
    #expect(error < 1e-6 * signal)
    #expect(signal > 0)
  }

  @Test func whatActsBackIsNoCut() throws {
    let whole = try Circuit(source: Self.pedal, name: "pedal")
    #expect(throws: NetlistError.self) { try whole.stages(cutAt: ["b"]) }
    #expect(throws: NetlistError.self) { try whole.stages(cutAt: ["nowhere"]) }
    #expect(throws: NetlistError.self) { try whole.stages(cutAt: ["mid", "mid"]) }
  }

  @Test func aPathAroundTheCutIsNamed() throws {
    let whole = try Circuit(source: Self.pedal + "\nRx b d 1meg", name: "pedal")
    let error = #expect(throws: NetlistError.self) { try whole.stages(cutAt: ["mid", "post"]) }
    #expect("\(error!)".contains("between the stages"))
  }
}
