import FoundationEssentials

/// Mono 16-bit excerpts from Tests/Fixtures/audio.
enum Guitar {
  static let rate = 44_100.0
  static let root = String(#filePath.split(separator: "/").dropLast(3).joined(separator: "/"))

  /// Samples of `name`, scaled to a peak of `peak` volts.
  static func excerpt(_ name: String, peak: Double, seconds: Double) throws -> [Double] {
    let data = try Data(contentsOf: URL(filePath: "/\(root)/Tests/Fixtures/audio/\(name)_excerpt.wav"))
    let samples = stride(from: 44, to: data.count - 1, by: 2).map { index in
      Double(Int16(truncatingIfNeeded: Int(data[index]) | Int(data[index + 1]) << 8))
    }
    let part = samples.prefix(Int(seconds * rate))
    let largest = part.map(abs).max()!
    // A short fade in: every run starts at rest.
    return part.enumerated().map { $1 / largest * peak * min(1, Double($0) / 100) }
  }
}

/// ‖a − b‖² / ‖b‖².
func errorToSignal(_ a: [Double], _ b: [Double]) -> Double {
  var (error, signal) = (0.0, 0.0)
  for (x, y) in zip(a, b) {
    error += (x - y) * (x - y)
    signal += y * y
  }
  return error / signal
}

/// Processor seconds a closure takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let took = try ContinuousClock().measure(body)
  return Double(took.components.seconds) + Double(took.components.attoseconds) * 1e-18
}
