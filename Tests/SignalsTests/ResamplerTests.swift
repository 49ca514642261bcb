import Glibc
import Signals
import Testing

@Suite struct ResamplerTests {
  static let rates: [(Double, Double)] = [
    (44100, 48000), (48000, 44100), (48000, 96000), (96000, 48000), (44100, 192000), (44100, 47999.5),
    (48000, 88200), (48000, 731_234.5), (44100, 137_300), (768_000, 48000), (730_000.25, 96_000.5),
  ]

  private func sine(_ hertz: Double, rate: Double, count: Int) -> [Double] {
    (0..<count).map { 0.5 * sin(2 * .pi * hertz * Double($0) / rate) }
  }

  /// Everything but the tone itself (images, noise, errors of level and phase) lies 115 dB below it.
  @Test(arguments: rates, [1000.0, 19000.0])
  func aSineStaysASine(rates: (Double, Double), frequency: Double) {
    let (from, to) = rates
    let output = Resampler(from: from, to: to).resample(sine(frequency, rate: from, count: Int(from / 4)))
    let expected = sine(frequency, rate: to, count: output.count)
    #expect(output.count == Int((Double(Int(from / 4)) * to / from).rounded(.up)))
    let edge = output.count / 8
    let range = edge..<(output.count - edge)
    let error = range.map { output[$0] - expected[$0] }.map { $0 * $0 }.reduce(0, +)
    let power = range.map { expected[$0] * expected[$0] }.reduce(0, +)
    #expect(10 * log10(error / power) < -120, "\(10 * log10(error / power)) dB")
  }

  /// A tone between the two Nyquist frequencies disappears.
  @Test(arguments: [(96000.0, 48000.0, 24500.0), (48000, 44100, 22300), (192000, 44100, 60000)])
  func whatDoesNotFitIsRemoved(from: Double, to: Double, frequency: Double) {
    let output = Resampler(from: from, to: to).resample(sine(frequency, rate: from, count: 24000))
    let middle = output[(output.count / 4)..<(output.count * 3 / 4)]
    let level = (middle.reduce(0) { $0 + $1 * $1 } / Double(middle.count)).squareRoot() / 0.5
    #expect(20 * log10(level) < -115)
  }

  @Test func theDurationStaysAndThereIsNoDelay() {
    var impulse = [Double](repeating: 0, count: 1001)
    impulse[500] = 1
    let output = Resampler(from: 48000, to: 96000).resample(impulse)
    #expect(output.count == 2002)
    #expect(output.firstIndex(of: output.max()!) == 1000)
  }

  @Test func theSameRateChangesNothing() {
    let input: [Float] = [0.1, -0.2, 0.3]
    #expect(Resampler(from: 44100, to: 44100).resample(input) == input)
  }

  @Test func shortInputs() {
    let resampler = Resampler(from: 44100, to: 48000)
    #expect(resampler.resample([Float]()).isEmpty)
    #expect(resampler.resample([Float(1)]).count == 2)
  }

  @Test func asManyAsAreWanted() {
    let input = sine(440, rate: 48000, count: 480)
    for (from, to) in [(48000.0, 48000.0), (48000, 96000), (48000, 50_000.5)] {
      let resampler = Resampler(from: from, to: to)
      let usual = resampler.resample(input)
      #expect(resampler.resample(input, count: 100) == Array(usual[..<100]))
      let more = resampler.resample(input, count: 2000)
      #expect(more.count == 2000 && more[..<400].elementsEqual(usual[..<400]))
      // Beyond the input's end there is silence, once the filter has rung out.
      #expect(more[1800...].allSatisfy { $0 == 0 })
    }
  }

  @Test func floatsAreDoublesRounded() {
    let input = sine(440, rate: 44100, count: 1000)
    let resampler = Resampler(from: 44100, to: 48000)
    let floats = resampler.resample(input.map(Float.init))
    #expect(zip(floats, resampler.resample(input)).allSatisfy { abs(Double($0) - $1) < 1e-7 })
  }

  /// Printed, not judged: how long a frame takes.
  @Test(arguments: [(48000.0, 731_234.5), (44100.0, 48000.0)])
  func speed(from: Double, to: Double) {
    let input = sine(440, rate: from, count: Int(from))
    let resampler = Resampler(from: from, to: to)
    let clock = ContinuousClock()
    var count = 0
    let spent = clock.measure { count = resampler.resample(input).count }
    print("resampling \(from) to \(to): \(spent / count) per frame")
    #expect(count == resampler.outputCount(input.count))
  }
}
