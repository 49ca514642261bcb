import Plot

/// A long signal for a chart of few columns: least and greatest value of each column.
struct Envelope {
  let lower: [Chart.Point]
  let upper: [Chart.Point]

  init(_ samples: [Float], rateHz: Double, columns: Int = 900) {
    var lower: [Chart.Point] = []
    var upper: [Chart.Point] = []
    let count = min(columns, samples.count)
    for column in 0..<count {
      let range = samples.count * column / count..<samples.count * (column + 1) / count
      var least = Float.infinity
      var greatest = -Float.infinity
      for index in range {
        least = min(least, samples[index])
        greatest = max(greatest, samples[index])
      }
      let seconds = (Double(range.lowerBound) + Double(range.count) / 2) / rateHz
      lower.append(Chart.Point(x: seconds, y: Double(least)))
      upper.append(Chart.Point(x: seconds, y: Double(greatest)))
    }
    self.lower = lower
    self.upper = upper
  }
}
