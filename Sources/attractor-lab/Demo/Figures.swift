import Foundation
import Training

/// One signal's health.
struct SignalFigures {
  let name: String
  let peakVolts: Double
  let rmsVolts: Double
  let meanVolts: Double
  let nonFinite: Int

  init(_ name: String, _ samples: [Float]) {
    self.name = name
    let finite = samples.filter(\.isFinite)
    nonFinite = samples.count - finite.count
    let count = Double(max(1, finite.count))
    peakVolts = Double(finite.reduce(Float(0)) { max($0, abs($1)) })
    rmsVolts = (finite.reduce(0.0) { $0 + Double($1) * Double($1) } / count).squareRoot()
    meanVolts = finite.reduce(0.0) { $0 + Double($1) } / count
  }
}

/// All that the demo measures.
struct DemoFigures {
  let esrDecibels: Double
  /// Phrase by phrase, as the diode goes on.
  let phraseDecibels: [Double]
  let peakErrorVolts: Double
  let realTimeFactor: Double
  /// CPU time of a stereo frame.
  let nanosecondsPerFrame: Double
  /// The dearest block's CPU time as a share of its duration.
  let worstBlockLoad: Double
  let latencyFrames: Int
  let signals: [SignalFigures]
  /// Per 20 ms: seconds, and root mean squares of circuit and error in decibels above 1 V.
  let course: [(seconds: Double, level: Double, error: Double)]

  init(_ take: Take) {
    let truth = take.circuit.output.map(Double.init)
    let skip = Int(0.05 * Score.rateHz)
    esrDecibels = ErrorMeasure.esrDecibels(take.plugin, truth: truth, skip: skip)
    phraseDecibels = (0..<4).map { phrase in
      let range = take.score.frame(phrase: phrase, seconds: 0.05)..<take.score.frame(phrase: phrase + 1, seconds: 0)
      return ErrorMeasure.esrDecibels(Array(take.plugin[range]), truth: Array(truth[range]))
    }
    let error = take.error
    peakErrorVolts = Double(error.reduce(Float(0)) { max($0, abs($1)) })
    let statistics = take.statistics
    realTimeFactor = statistics.realTimeFactor
    nanosecondsPerFrame = statistics.cpuSeconds / (statistics.audioSeconds * Score.rateHz) * 1e9
    worstBlockLoad =
      zip(statistics.blockNanoseconds, statistics.blockFrames)
      .map { Double($0) * 1e-9 * Score.rateHz / Double($1) }.max() ?? 0
    latencyFrames = statistics.latency
    signals = [
      SignalFigures("dry", take.score.dry), SignalFigures("plugin", take.plugin),
      SignalFigures("circuit", take.circuit.output), SignalFigures("difference", error),
    ]
    let window = Int(0.02 * Score.rateHz)
    func decibels(_ samples: ArraySlice<Float>) -> Double {
      let sum = samples.reduce(0.0) { $0 + Double($1) * Double($1) }
      return 10 * log10(max(sum / Double(samples.count), 1e-16))
    }
    course = stride(from: 0, through: error.count - window, by: window).map { start in
      let range = start..<start + window
      return (
        (Double(start) + Double(window) / 2) / Score.rateHz, decibels(take.circuit.output[range]),
        decibels(error[range])
      )
    }
  }

  var isHealthy: Bool { signals.allSatisfy { $0.nonFinite == 0 } }

  var text: String {
    var lines = [
      "error against the circuit    \(esrDecibels.decimals(1)) dB (ESR), by phrase "
        + phraseDecibels.map { $0.decimals(1) }.joined(separator: ", ") + " dB",
      "largest error                \((peakErrorVolts * 1000).decimals(2)) mV",
      "real-time factor             \(realTimeFactor.decimals(1)) (\(nanosecondsPerFrame.decimals(0)) ns per stereo "
        + "frame, dearest block \((worstBlockLoad * 100).decimals(1)) % of its time)",
      "latency                      \(latencyFrames) frames",
      "",
      "              peak, V     RMS, V     mean, V   not finite",
    ]
    for signal in signals {
      lines.append(
        String(
          format: "  %@ %9.5f  %9.5f  %10.2e   %10d", signal.name.padding(toLength: 10, withPad: " ", startingAt: 0),
          signal.peakVolts, signal.rmsVolts, signal.meanVolts, signal.nonFinite))
    }
    return lines.joined(separator: "\n")
  }
}

extension Double {
  func decimals(_ count: Int) -> String {
    String(format: "%.\(count)f", self).replacingOccurrences(of: "-", with: "−")
  }
}
