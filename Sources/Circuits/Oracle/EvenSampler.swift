/// Reads a signal known at rising, uneven times on an even grid, as the points come in.
///
/// Between two points runs the cubic through them and their neighbours (Lagrange's form); where fewer points are
/// known, a straight line. The points are expected to lie closer than the grid.
struct EvenSampler {
  private(set) var samples: [Double] = []
  private let count: Int
  private let interval: Double
  private var times: [Double] = []
  private var values: [Double] = []

  /// - Parameters:
  ///   - rate: samples per second.
  ///   - count: samples wanted, the first at time 0.
  init(rate: Double, count: Int) {
    (interval, self.count) = (1 / rate, count)
    samples.reserveCapacity(count)
  }

  mutating func append(_ time: Double, _ value: Double) {
    // A repeated time replaces: the last word on it counts.
    if let last = times.last, time <= last {
      if time == last { values[values.count - 1] = value }
      return
    }
    times.append(time)
    values.append(value)
    guard times.count >= 4 else { return }
    emit(from: times.count - 4, upTo: times[times.count - 2])
    if times.count > 4096 {
      times.removeFirst(times.count - 4)
      values.removeFirst(values.count - 4)
    }
  }

  /// Samples up to the last point.
  mutating func finish() {
    guard let last = times.last else { return }
    emit(from: max(0, times.count - 4), upTo: last + 1e-6 * interval)
  }

  private mutating func emit(from first: Int, upTo end: Double) {
    while samples.count < count {
      let time = Double(samples.count) * interval
      guard time <= end else { return }
      samples.append(interpolated(time, first))
    }
  }

  private func interpolated(_ time: Double, _ first: Int) -> Double {
    let points = first..<times.count
    var sum = 0.0
    for i in points {
      var weight = values[i]
      for j in points where j != i { weight *= (time - times[j]) / (times[i] - times[j]) }
      sum += weight
    }
    return sum
  }
}
