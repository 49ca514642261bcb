import Glibc
import TestModels
import Testing
import Training

/// What the evaluation's measures say of signals that are known.
@Suite struct MeasureTests {
  private static let rateHz = 48_000.0

  private func tones(_ parts: [(hertz: Double, amplitude: Double)], mean: Double = 0) -> [Float] {
    (0..<80_000).map { n in
      let t = 2 * Double.pi * Double(n) / Self.rateHz
      return Float(mean + parts.reduce(0) { $0 + $1.amplitude * sin($1.hertz * t + $1.hertz) })
    }
  }

  private func alias(_ samples: [Float]) -> Double {
    AliasMeasure.decibels(samples, rateHz: Self.rateHz, fundamentalHz: 2017)
  }

  @Test(arguments: [-20.0, -60, -100]) func aliasesAreFound(decibels: Double) {
    let foreign = pow(10, decibels / 20)
    let samples = tones([(2017, 1), (6051, 0.5), (1201, foreign), (5250, 0.5 * foreign)], mean: 0.2)
    // Σ a² of what is foreign over that of the harmonics: equal shapes.
    #expect(abs(alias(samples) - decibels) < 0.1, "\(alias(samples))")
  }

  @Test func aPureSpectrumIsClean() {
    // Single precision leaves some −150 dB; what lies above 20 kHz and the mean count for nothing.
    #expect(alias(tones([(2017, 1), (4034, 0.3), (18_153, 0.1), (21_000, 0.5)], mean: 1)) < -125)
    #expect(alias(tones([(2017, 1)]).map { _ in .nan }) == .infinity)
  }

  @Test(arguments: [(55.0, 0.0), (440, 0.3), (3951.07, -2)]) func tonesAreMeasured(hertz: Double, mean: Double) {
    let parts = [(hertz: hertz, amplitude: 0.5), (hertz: 3 * hertz, amplitude: 0.1)]
    let tone = ToneMeasure(tones(parts, mean: mean), rateHz: Self.rateHz)
    #expect(abs(tone.rms - (0.13).squareRoot()) < 0.002)
    let error = 1200 * log2((tone.hertz ?? 0) / hertz)
    #expect(abs(error) < 0.05, "\(error) cents")
  }

  @Test func differencesOfTones() {
    let a = ToneMeasure(tones([(440, 1)]), rateHz: Self.rateHz)
    let b = ToneMeasure(tones([(440 * pow(2, 7 / 1200.0), 0.9)]), rateHz: Self.rateHz)
    #expect(abs(a.cents(from: b) - 7) < 0.05 && abs(b.cents(from: a) - 7) < 0.05)
    #expect(abs(b.decibels(from: a) + 20 * log10(0.9)) < 0.01)
    let silence = ToneMeasure([Float](repeating: 0.5, count: 1000), rateHz: Self.rateHz)
    #expect(silence.hertz == nil && silence.rms == 0)
    #expect(silence.cents(from: a) == EvaluationRow.worst && silence.cents(from: silence) == 0)
  }

  @Test(arguments: [
    ([-50.0, -20, -30], SceneRow.Choice.worst, 1), ([-50, -20, -30], .median, 2), ([-50, -20, -30, -40], .median, 2),
    ([-50, .nan, .infinity], .worst, 2), ([.nan, -50, -40], .worst, 0), ([-7], .median, 0), ([-50, -20], .only, 0),
  ]) func theSceneThatCounts(decibels: [Double], choice: SceneRow.Choice, expected: Int) {
    #expect(SceneRow.choose(decibels, choice) == expected)
  }
}
