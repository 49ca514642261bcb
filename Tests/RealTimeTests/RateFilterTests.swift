import Glibc
import RealTime
import Testing

/// The engine's filters by themselves.
@Suite struct RateFilterTests {
  /// Up and down again a tone keeps its level, whatever its phase.
  @Test(arguments: [44_100.0, 48_000, 96_000], [1_000.0, 15_000])
  func tonesPass(hostRateHz: Double, hertz: Double) {
    let filters = RateFilters(hostRateHz: hostRateHz)
    #expect(filters.plan.factor == (hostRateHz < 88_000 ? 2 : 1))
    let frames = (0..<6001).map { Float(sin(2 * .pi * hertz * Double($0) / hostRateHz)) }
    let raised = filters.raised(frames)
    #expect(raised.count == frames.count * filters.plan.factor)
    let lowered = filters.lowered(raised)
    #expect(lowered.count == frames.count)
    func rms(_ samples: some Collection<Float>) -> Float {
      (samples.reduce(0) { $0 + $1 * $1 } / Float(samples.count)).squareRoot()
    }
    #expect(abs(rms(lowered[1000...]) / rms(frames[1000...]) - 1) < 0.002)
    #expect(abs(rms(raised[2000...]) / rms(frames[1000...]) - 1) < 0.002)
    if filters.plan.factor == 1 { #expect(raised == frames && lowered == frames) }
  }

  @Test func chunksDoNotShow() {
    let filters = RateFilters(hostRateHz: 44_100, quality: .ultra)
    #expect(filters.plan.factor == 8)
    let frames = (0..<1000).map { Float(sin(0.01 * Double($0 * $0 % 997))) }
    let whole = filters.raised(frames)
    #expect(filters.raised(Array(frames.prefix(37))) == Array(whole.prefix(37 * 8)))
    #expect(filters.lowered(Array(whole.prefix(45 * 8 + 5))) == Array(filters.lowered(whole).prefix(45)))
  }
}
