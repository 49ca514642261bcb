import Circuits
import Glibc
import Testing

@Suite struct SignalTests {
  private func decibels(_ x: Double) -> Double { 20 * log10(x) }

  @Test func theSameSeedGivesTheSameLane() {
    var (first, second) = (SplitMix64(seed: 3), SplitMix64(seed: 3))
    let recording = (0..<48_000).map { sin(Double($0) * 0.02) }
    let a = ExcitationMix().lane(seconds: 5, rate: 96_000, recordings: [recording], random: &first)
    let b = ExcitationMix().lane(seconds: 5, rate: 96_000, recordings: [recording], random: &second)
    #expect(a == b && a.count == 480_000)
    #expect(!a.contains { !$0.isFinite })
    #expect(a.map(abs).max()! > 1 && a.map(abs).max()! < 15)
    #expect(abs(a[0]) < 1e-3)
  }

  @Test func excitationEndsBelow24Kilohertz() {
    var random = SplitMix64(seed: 11)
    let lane = ExcitationMix().lane(seconds: 4, rate: 192_000, random: &random)
    // Goertzel's sums at a few frequencies; a Hann window keeps neighbours apart.
    func level(_ frequency: Double) -> Double {
      var (x, y) = (0.0, 0.0)
      for (n, value) in lane.enumerated() {
        let window = 0.5 - 0.5 * cos(2 * .pi * Double(n) / Double(lane.count))
        x += value * window * cos(2 * .pi * frequency * Double(n) / 192_000)
        y += value * window * sin(2 * .pi * frequency * Double(n) / 192_000)
      }
      return (x * x + y * y).squareRoot() / Double(lane.count)
    }
    for frequency in [26_000.0, 37_000, 60_000] {
      let relative = decibels(level(frequency) / level(1000))
      #expect(relative < -80, "\(frequency) Hz: \(relative) dB")
    }
  }

  @Test func plucksDecay() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<10 {
      let pluck = Excitation.pluck(seconds: 1.5, pitch: 110, random: &random)
      let (start, end) = (pluck[..<4800].map(abs).max()!, pluck[(pluck.count - 4800)...].map(abs).max()!)
      #expect(start == 1 && end < 0.5)
    }
  }

  @Test func knobsHoldJumpAndReachTheEnds() {
    var random = SplitMix64(seed: 1)
    let knob = KnobTrajectory.jumping(seconds: 100, rate: 1000, random: &random)
    #expect(knob.count == 100_000 && knob.allSatisfy { $0 >= 0 && $0 <= 1 })
    let jumps = zip(knob, knob.dropFirst()).count { $0 != $1 }
    #expect(jumps > 200 && jumps < 500)
    #expect(knob.contains(0) && knob.contains(1))
    let sine = KnobTrajectory.sine(seconds: 1, rate: 1000, frequency: 5)
    #expect(abs(sine[0] - 0.5) < 1e-12 && abs(sine[50] - 1) < 1e-12 && sine.allSatisfy { $0 >= 0 && $0 <= 1 })
  }
}
