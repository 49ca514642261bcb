import Glibc
import Signals

/// How much of a distorted sine's spectrum lies where no harmonic is: what sampling has folded back.
public enum AliasMeasure {
  /// Kaiser's β: side lobes lie some 160 dB below a line, and a line is `reach` bins wide to either side.
  private static let beta = 20.0
  private static let reach = 8.0

  /// Samples that are listened to; the last ones of what is given.
  public static let frames = 65_536

  /// 10·log₁₀(Σ |Y_k|² over bins off the harmonics / Σ |Y_k|² over bins on them), both below `limitHz`, of the
  /// Kaiser-windowed discrete Fourier transform Y of the last `frames` samples.
  ///
  /// Bins within 8 of n·`fundamentalHz`, n = 1, 2 …, are on a harmonic; those within 8 of 0 Hz count for nothing.
  /// - Precondition: at least `frames` samples.
  public static func decibels(
    _ samples: [Float], rateHz: Double, fundamentalHz: Double, limitHz: Double = 20_000
  ) -> Double {
    precondition(samples.count >= frames, "expected \(frames) samples, got \(samples.count)")
    let power = spectrum(samples.suffix(frames).map(Double.init))
    let binHz = rateHz / Double(frames)
    var (on, off) = (0.0, 0.0)
    for bin in Int(reach) + 1..<min(Int(limitHz / binHz), frames / 2) {
      let hertz = Double(bin) * binHz
      let harmonic = max((hertz / fundamentalHz).rounded(), 1)
      if abs(hertz - harmonic * fundamentalHz) <= reach * binHz { on += power[bin] } else { off += power[bin] }
    }
    guard on.isFinite, off.isFinite else { return .infinity }
    return 10 * log10(max(off, 1e-300) / max(on, 1e-300))
  }

  private static func spectrum(_ samples: [Double]) -> [Double] {
    let count = samples.count
    var real = samples.indices.map { n -> Double in
      let edge = 2 * (Double(n) + 0.5) / Double(count) - 1
      return samples[n] * SincKernel.bessel(beta * (1 - edge * edge).squareRoot()) / SincKernel.bessel(beta)
    }
    var imaginary = [Double](repeating: 0, count: count)
    FourierTransform(size: count).run(&real, &imaginary)
    return (0..<count / 2).map { real[$0] * real[$0] + imaginary[$0] * imaginary[$0] }
  }
}
