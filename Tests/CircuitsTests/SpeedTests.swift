import Circuits
import Testing

@Suite struct SpeedTests {
  @Test func clipperSpeed() throws {
    let circuit = try Circuit(contentsOf: "Models/diode-clipper/circuit.cir")
    #expect(circuit.controls == ["diode"])
    #expect(circuit.states.map(\.name) == ["v(C1)"])
    var solver = try TransientSolver(circuit)
    try solver.start(knobs: [0.5])
    let clock = ContinuousClock()
    var sum = 0.0
    for moving in [0.0, 1e-6] {
      let steps = 1_000_000
      var knob = 0.2
      let took = try clock.measure {
        var phase = 0.0
        var up = 0.001
        for _ in 0..<steps {
          phase += up
          if phase > 1 || phase < -1 { up = -up }
          knob += moving
          if knob > 0.9 { knob = 0.1 }
          try withUnsafePointer(to: knob) { try solver.step(input: 4 * phase, knobs: $0, timeStep: 1.0 / 768_000) }
          sum += solver.output
        }
      }
      let rate = Double(steps) / (Double(took.components.attoseconds) * 1e-18 + Double(took.components.seconds))
      print("clipper, knob \(moving == 0 ? "held" : "moving"): \(rate / 1e6) M steps/s, sum \(sum)")
    }
    print(try solver.linearised(knobs: [0.5]))
  }
}
