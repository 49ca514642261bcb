import Signals

/// A mono recording to train or judge with.
public struct Material: Sendable {
  /// What it is called in reports.
  public let name: String
  public let samples: [Double]
  public let rateHz: Double

  public init(name: String, samples: [Double], rateHz: Double) {
    self.name = name
    self.samples = samples
    self.rateHz = rateHz
  }

  public var seconds: Double { Double(samples.count) / rateHz }

  /// A stretch of at most `seconds`, begun earlier where the recording would end within.
  public func excerpt(from start: Double, seconds: Double) -> Material {
    let count = min(Int(seconds * rateHz), samples.count)
    let first = max(0, min(Int(start * rateHz), samples.count - count))
    return Material(name: name, samples: Array(samples[first..<first + count]), rateHz: rateHz)
  }

  /// The loudest stretch of so many seconds, to a tenth of a second.
  public func liveliest(seconds: Double) -> Material {
    let count = min(Int(seconds * rateHz), samples.count)
    let starts = stride(from: 0, through: samples.count - count, by: max(1, Int(rateHz / 10)))
    let energies = starts.map { start in
      (start: start, energy: samples[start..<start + count].reduce(0) { $0 + $1 * $1 })
    }
    let best = energies.max { $0.energy < $1.energy }?.start ?? 0
    return Material(name: name, samples: Array(samples[best..<best + count]), rateHz: rateHz)
  }

  /// The first part and the rest, such as for training and for judging.
  public func split(at share: Double) -> (first: Material, rest: Material) {
    let at = Int(Double(samples.count) * share)
    return (
      Material(name: name, samples: Array(samples[..<at]), rateHz: rateHz),
      Material(name: name, samples: Array(samples[at...]), rateHz: rateHz)
    )
  }

  public func resampled(to rateHz: Double) -> Material {
    Material(
      name: name, samples: Resampler(from: self.rateHz, to: rateHz).resample(samples), rateHz: rateHz)
  }
}
