import Circuits
import Glibc
import Testing
import Training

/// States that follow the one that a single nonlinear current moves.
@Suite struct FollowTests {
  /// Coupling capacitor, diodes, filter, coupling capacitor.
  private static let clipper = """
    clipper
    Vin in 0 external
    Vk_filter k_filter 0 external
    C7 in c1 4.7u
    R5 c1 c2 1k
    Bd c2 0 I=2*2.52n*sinh(v(c2)/(1.752*25.864m))
    Rf c2 f R='1.5k+100k*v(k_filter)'
    C8 f 0 3.3n
    C9 f g 22n
    R7 g 0 1meg
    Eout out 0 g 0 1
    .end
    """
  private static let scales = Scales(states: [0.4, 0.4, 0.06], input: 3, output: 0.4)
  private static let rateHz = 96_000.0
  private static let delays = [0, 1, 2, 3]

  /// Clipped hard, the followers' steps are known from the carrier's.
  @Test(arguments: [0.0, 0.3, 1])
  func followersAreTold(filter: Double) throws {
    var solver = try TransientSolver(Circuit(source: Self.clipper, name: "clipper"))
    let carrier = try #require(solver.circuit.states.firstIndex { $0.name == "v(C8)" })
    let follow = try FollowStep(
      solver, knobs: [filter], timeStep: 1 / Self.rateHz, taps: Self.delays, scales: Self.scales,
      linear: solver.linearised(knobs: [filter]), carrier: carrier)
    #expect(follow.shares[carrier] == 0)
    func volts(_ seconds: Double) -> Double {
      4 * sin(2 * .pi * 220 * seconds) + 1.5 * sin(2 * .pi * 1_730 * seconds)
    }
    try solver.start(knobs: [filter])
    var before = solver.state
    var (missed, moved) = ([0.0, 0, 0], [0.0, 0, 0])
    for n in 1..<4_000 {
      for part in 1...16 {
        try solver.step(
          input: volts((Double(n - 1) + Double(part) / 16) / Self.rateHz), knobs: [filter],
          timeStep: 1 / Self.rateHz / 16)
      }
      let now = solver.state
      for s in now.indices where s != carrier && n > 8 {
        var told = follow.shares[s] * (now[carrier] - before[carrier]) - before[s]
        for i in now.indices { told += follow.transition[s, i] * before[i] }
        for (tap, delay) in Self.delays.enumerated() {
          told += follow.taps[s, tap] * volts(Double(n - delay) / Self.rateHz)
        }
        missed[s] += pow(now[s] - before[s] - told, 2)
        moved[s] += pow(now[s] - before[s], 2)
      }
      before = now
    }
    for s in missed.indices where s != carrier {
      let decibels = 10 * log10(missed[s] / moved[s])
      print("\(solver.circuit.states[s].name) at filter \(filter): \(decibels) dB of its steps")
      #expect(decibels < -40)
    }
  }

  /// Two nonlinear currents that move several states in different ways cannot be told from one of them.
  @Test func twoCurrentsAreRefused() throws {
    let source = """
      two clippers
      Vin in 0 external
      R1 in a 1k
      C1 a 0 10n
      Bd1 a 0 I=5n*sinh(v(a)/45m)
      R2 a out 10k
      C2 out 0 10n
      Bd2 out 0 I=5n*sinh(v(out)/45m)
      .end
      """
    let solver = try TransientSolver(Circuit(source: source, name: "two"))
    let scales = Scales(states: [0.4, 0.4], input: 3, output: 0.4)
    #expect(throws: SolverError.self) {
      try FollowStep(
        solver, knobs: [], timeStep: 1e-5, taps: [0], scales: scales, linear: solver.linearised(knobs: []), carrier: 0)
    }
  }
}
