import Glibc
import RealTime
import TestModels
import Testing

/// The rate filters as they sound: a sine goes up to the model's rate and down again on the dry path.
@Suite struct FilterTests {
  /// Complex gain of the dry path at one frequency: amplitude and phase by correlation over whole periods.
  private func gain(_ hertz: Double, rateHz: Double, quality: Quality = .live) throws -> (
    amplitude: Double, phase: Double
  ) {
    let player = try Player(Repository.clipper, rateHz: rateHz)
    player.engine.pointee.setMix(0)
    player.engine.pointee.setQuality(quality)
    player.engine.pointee.reset()
    let count = Int(rateHz * 0.25)
    let output = player.play(Material.sine(hertz, rateHz: rateHz, count: count))
    var (real, imaginary, weight) = (0.0, 0.0, 0.0)
    let first = count / 2
    for n in first..<count {
      let window = 0.5 - 0.5 * cos(2 * .pi * Double(n - first) / Double(count - first))
      let angle = 2 * .pi * hertz * Double(n) / rateHz
      real += window * Double(output[n]) * sin(angle)
      imaginary += window * Double(output[n]) * cos(angle)
      weight += window
    }
    return (2 * (real * real + imaginary * imaginary).squareRoot() / weight, atan2(imaginary, real))
  }

  @Test(arguments: [44_100.0, 48_000, 88_200, 96_000], Quality.allCases)
  func theAudibleBandStays(rateHz: Double, quality: Quality) throws {
    var worst = 0.0
    for hertz in [20.0, 100, 1000, 5000, 10_000, 15_000, 18_000, 19_000, 19_500, 20_000] {
      let decibels = 20 * log10(try gain(hertz, rateHz: rateHz, quality: quality).amplitude)
      worst = max(worst, abs(decibels))
    }
    #expect(worst < 0.1)
    let low = -(try gain(100, rateHz: rateHz, quality: quality).phase) / (2 * .pi * 100) * rateHz
    func groupDelay(_ hertz: Double) throws -> Double {
      let (a, b) = (
        try gain(hertz, rateHz: rateHz, quality: quality), try gain(hertz + 8, rateHz: rateHz, quality: quality)
      )
      var turn = a.phase - b.phase
      while turn < 0 { turn += 2 * .pi }
      return turn / (2 * .pi * 8) * rateHz
    }
    print(
      "round trip at \(rateHz), \(quality): ripple \(worst) dB, delay \(low) frames at 100 Hz,",
      "\(try groupDelay(10_000)) at 10 kHz, \(try groupDelay(19_000)) at 19 kHz")
  }

  /// All-pass chains in double precision, straight from the transfer function.
  private func response(_ coefficients: [Double], _ share: Double) -> Double {
    // H = ½ (A₀(z²) + z⁻¹ A₁(z²)) at z = e^(2πi · share).
    func product(_ first: Int) -> (Double, Double) {
      var angle = 0.0
      for a in stride(from: first, to: coefficients.count, by: 2).map({ coefficients[$0] }) {
        // (a + w) / (1 + a w), w = e^(−4πi · share)
        let w = -4 * Double.pi * share
        angle += atan2(sin(w), a + cos(w)) - atan2(a * sin(w), 1 + a * cos(w))
      }
      return (cos(angle), sin(angle))
    }
    let (a, b) = (product(0), product(1))
    let delay = -2 * Double.pi * share
    let real = a.0 + b.0 * cos(delay) - b.1 * sin(delay)
    let imaginary = a.1 + b.0 * sin(delay) + b.1 * cos(delay)
    return 0.5 * (real * real + imaginary * imaginary).squareRoot()
  }

  /// What folds back into the band up to 16 kHz, stage by stage.
  @Test(arguments: [8000.0, 44_100, 48_000, 88_200, 96_000, 176_400])
  func theStopbandIs80DecibelsDown(hostRateHz: Double) {
    let edge = min(RateConverter.passbandHz, 0.36 * hostRateHz)
    for (stage, coefficients) in RateConverter.designs(hostRateHz: hostRateHz, stages: 3).enumerated() {
      let share = edge / (hostRateHz * Double(2 << stage))
      #expect(coefficients.count < HalfBandDesign.coefficientLimit)
      #expect(coefficients.allSatisfy { $0 > 0 && $0 < 1 })
      var (stop, pass) = (0.0, 0.0)
      for step in 0...4000 {
        let part = Double(step) / 4000
        stop = max(stop, response(coefficients, 0.5 - share * part))
        pass = max(pass, abs(1 - response(coefficients, share * part)))
      }
      print(
        "half-band \(stage) for \(hostRateHz): \(coefficients.count) coefficients, stopband \(20 * log10(stop)) dB")
      #expect(20 * log10(stop) < -80)
      #expect(pass < 1e-6)
    }
  }

  /// Images and aliases, heard through the engine: what is left beside a tone on the dry path of a host at 44.1 kHz.
  @Test func aToneComesBackAlone() throws {
    let rateHz = 44_100.0
    for hertz in [997.0, 9_973, 18_013] {
      let player = try Player(Repository.clipper, rateHz: rateHz)
      player.engine.pointee.setMix(0)
      player.engine.pointee.reset()
      let output = player.play(Material.sine(hertz, rateHz: rateHz, count: 22_050))[11_025...].map(Double.init)
      // Least squares for the tone itself.
      var (ss, cc, sc, ys, yc) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for (n, y) in output.enumerated() {
        let (s, c) = (sin(2 * .pi * hertz * Double(n) / rateHz), cos(2 * .pi * hertz * Double(n) / rateHz))
        (ss, cc, sc, ys, yc) = (ss + s * s, cc + c * c, sc + s * c, ys + y * s, yc + y * c)
      }
      let (a, b) = ((ys * cc - yc * sc) / (ss * cc - sc * sc), (yc * ss - ys * sc) / (ss * cc - sc * sc))
      var rest = 0.0
      for (n, y) in output.enumerated() {
        let angle = 2 * .pi * hertz * Double(n) / rateHz
        let error = y - a * sin(angle) - b * cos(angle)
        rest += error * error
      }
      let decibels = 10 * log10(rest / Double(output.count) / 0.5)
      #expect(decibels < -95, "\(hertz): \(decibels) dB")
    }
  }

  @Test(arguments: [(Quality.live, 1), (.high, 2), (.ultra, 4)])
  func plans(quality: Quality, more: Int) {
    for hostRateHz in [1000.0, 7999, 8000, 11_025, 16_000, 22_050, 32_000, 44_099.5, 44_100, 47_952.05, 48_000] {
      let plan = RatePlan(hostRateHz: hostRateHz, quality: quality)
      #expect(plan.modelRateHz >= 88_100 && plan.modelRateHz <= 384_400)
      #expect(plan.modelRateHz == hostRateHz * Double(plan.factor) && !plan.isHalved)
    }
    func factor(_ hostRateHz: Double) -> Int { RatePlan(hostRateHz: hostRateHz, quality: quality).factor }
    #expect([44_100, 48_000].map(factor) == [2 * more, 2 * more])
    #expect([88_200, 96_000].map(factor) == [more, more])
    #expect([176_400, 192_000].map(factor) == [max(more / 2, 1), max(more / 2, 1)])
    #expect([352_800, 384_000].map(factor) == [1, 1])
    for hostRateHz in [705_600.0, 768_000] {
      let plan = RatePlan(hostRateHz: hostRateHz, quality: quality)
      #expect(plan.isHalved && plan.factor == 1 && plan.modelRateHz == hostRateHz / 2)
    }
  }

  /// The circuit hears the same whatever the host's rate: a tone through the clipper has the same level everywhere.
  @Test(arguments: [1000.0, 8000, 22_050, 44_099.5, 47_952.05, 176_400, 384_000, 705_600, 768_000])
  func everyRatePlays(rateHz: Double) throws {
    func level(_ rateHz: Double) throws -> Double {
      let hertz = 100.0
      let input = Material.sine(hertz, rateHz: rateHz, count: Int(rateHz * 0.5), amplitude: 0.2)
      let output = try Player(Repository.clipper, rateHz: rateHz).play(input)
      let tail = output[(output.count / 2)...]
      return (tail.reduce(0) { $0 + Double($1) * Double($1) } / Double(tail.count)).squareRoot()
    }
    let difference = 20 * log10(try level(rateHz) / level(96_000))
    #expect(abs(difference) < 0.1, "\(difference) dB")
  }
}
