import Foundation

/// One direction of a chart: its range, how values are laid out along it, and its ticks.
public struct Axis {
  public enum Law {
    case linear, logarithmic
  }

  public struct Tick {
    public var value: Double
    public var text: String

    public init(value: Double, text: String) {
      self.value = value
      self.text = text
    }
  }

  public var range: ClosedRange<Double>
  public var law = Law.linear
  /// Quantity and unit, such as "time, s".
  public var title: String
  public var ticks: [Tick]

  public init(range: ClosedRange<Double>, law: Law = .linear, title: String, ticks: [Tick]) {
    self.range = range
    self.law = law
    self.title = title
    self.ticks = ticks
  }

  /// Ticks at round numbers, about `count` of them.
  public static func linear(_ range: ClosedRange<Double>, _ title: String, count: Int = 6) -> Axis {
    let span = range.upperBound - range.lowerBound
    let raw = span / Double(count)
    let decade = pow(10, floor(log10(raw)))
    let step = [1, 2, 5, 10].map { $0 * decade }.first { $0 >= raw * 0.999 } ?? 10 * decade
    let digits = max(0, -Int(floor(log10(step) + 1e-9)))
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    let ticks = stride(from: first, through: last, by: 1).map { index in
      Tick(value: index * step, text: Self.text(index == 0 ? 0 : index * step, digits: digits))
    }
    return Axis(range: range, title: title, ticks: ticks)
  }

  /// Hertz over their logarithm, with ticks at 1, 2 and 5 of each decade.
  public static func frequency(_ range: ClosedRange<Double>, _ title: String = "frequency, Hz") -> Axis {
    var ticks: [Tick] = []
    for exponent in 0...6 {
      for digit in [1.0, 2, 5] {
        let value = digit * pow(10, Double(exponent))
        guard range.contains(value) else { continue }
        ticks.append(Tick(value: value, text: value >= 1000 ? "\(Int(value / 1000)) k" : "\(Int(value))"))
      }
    }
    return Axis(range: range, law: .logarithmic, title: title, ticks: ticks)
  }

  /// Where a value lies: 0 at the range's beginning, 1 at its end.
  public func share(_ value: Double) -> Double {
    switch law {
    case .linear: (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    case .logarithmic: log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
    }
  }

  private static func text(_ value: Double, digits: Int) -> String {
    String(format: "%.\(digits)f", value).replacingOccurrences(of: "-", with: "−")
  }
}
