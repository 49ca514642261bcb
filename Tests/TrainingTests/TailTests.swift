import Circuits
import Glibc
import ModelFormat
import TestModels
import Testing
import Training

/// How long circuits are heard, where it is known.
@Suite struct TailTests {
  private func seconds(_ netlist: String, _ notes: [TailNote], limit: Double = 20) throws -> Double {
    let solver = try TransientSolver(Circuit(source: netlist, name: "tail"))
    return try CircuitTail.seconds(solver, knobs: [], after: notes, limit: limit)
  }

  /// A capacitor that a diode charges and 20 kΩ discharge, for 11.5 time constants of 0.2 s: small signals know as much.
  @Test func aPeakDetector() throws {
    let netlist = """
      * Peak detector
      Vin in 0 external
      R1 in a 100
      D1 a out dio
      C1 out 0 10u
      R2 out 0 20k
      .model dio D(IS=1e-15)
      .end
      """
    let found = try seconds(netlist, [TailNote(volts: -2)])
    let known = 0.2 * log(1e5)
    // The last half-wave that charges it may end a period of 41 Hz before the note does.
    #expect(found < known && found > known - 1 / 41, "\(found) s, \(known) s")
    #expect(try seconds(netlist, [TailNote(volts: -2)], limit: 0.5) > 0.49)
  }

  /// What follows is cut off while the capacitor holds more than 0.3 V, and heard through 1 ms: silent for a while,
  /// then heard again.
  @Test func silenceIsNotTheEnd() throws {
    let netlist = """
      * A detector that mutes
      Vin in 0 external
      R1 in a 100
      D1 a d dio
      C1 d 0 10u
      R2 d 0 20k
      B1 q 0 V='1/(1+exp((v(d)-0.3)*40))'
      C2 q out 1u
      R3 out 0 1k
      .model dio D(IS=1e-15)
      .end
      """
    let quiet = try seconds(netlist, [TailNote(volts: 0.1)])
    #expect(quiet < 0.1, "the diode does not conduct")
    let found = try seconds(netlist, [TailNote(volts: 2)])
    // From 1.3 V down to 0.3, and on to where the exponential ends.
    #expect(found > 0.2 * log(1.2 / 0.3) && found < 4, "\(found) s")
  }

  /// What ships has been measured, and model and circuit agree where both are over at once.
  @Test func theClippers() throws {
    let plan = try TrainingPlan(folder: Repository.root.appending(path: "Models/diode-clipper").path)
    let found = try TailMeasure(plan, model: Repository.clipper).run()
    // 22 µs, 11.5 times.
    for longest in [found.circuit, found.model] { #expect(longest.seconds > 1e-4 && longest.seconds < 1e-3) }
    #expect(found.seconds == 0.01 && Repository.clipper.tailSeconds == 0.01)
  }
}
