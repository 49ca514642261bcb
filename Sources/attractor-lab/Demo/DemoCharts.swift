import Foundation
import Plot

/// The demo's charts.
struct DemoCharts {
  let take: Take
  let figures: DemoFigures
  let curves: [TransferCurve]
  let trajectory: StateTrajectory

  private var seconds: Double { Double(take.score.frameCount) / Score.rateHz }

  /// Knobs, guitar and output over the same time.
  var overview: [Chart] {
    let time = Axis.linear(0...seconds, "time, s", count: 10)
    var knob = Chart(
      "knob", "The diode knob rises from germanium to LED",
      x: time,
      y: Axis(
        range: -0.06...1.06, title: "diode",
        ticks: [.init(value: 0, text: "Ge"), .init(value: 0.5, text: "Si"), .init(value: 1, text: "LED")]),
      height: 116)
    knob.draw(.line(points(take.diode, every: 960)), "knob")
    var gain = Chart(
      "gain", "The input gain climbs from 12 to 33 dB in each phrase", x: time,
      y: Axis.linear(8...37, "input, dB", count: 3), height: 116)
    gain.draw(.line(points(take.inputDecibels, every: 96)), "drive")
    var guitar = wave("guitar", "The guitar after the input gain", "guitar, V", take.heard.map(Float.init), "dry")
    var plugin = wave("out", "The plugin's output", "plugin, V", take.plugin, "wet")
    for index in 1...3 {
      let at = Double(take.score.frame(phrase: index, seconds: 0)) / Score.rateHz
      knob.draw(.rule(x: at), "")
      gain.draw(.rule(x: at), "")
      guitar.draw(.rule(x: at), "")
      plugin.draw(.rule(x: at), "")
    }
    knob.showsTicksOfX = false
    gain.showsTicksOfX = false
    guitar.showsTicksOfX = false
    return [knob, gain, guitar, plugin]
  }

  /// 12 ms from the beginning of a phrase.
  func closeUp(_ id: String, phrase: Int) -> Chart {
    let start = take.score.frame(phrase: phrase, seconds: 0.35)
    let range = start..<start + Int(0.012 * Score.rateHz)
    let circuit = take.circuit.output[range].map(Double.init)
    let limit = (circuit.map(abs).max() ?? 1) * 1.15
    let from = Double(start) / Score.rateHz
    var chart = Chart(
      id, "Circuit and plugin overlaid", x: Axis.linear(0...12, "time after \(from.decimals(2)) s, ms"),
      y: Axis.linear(-limit...limit, "output, V", count: 4), width: 460, height: 300)
    func line(_ values: [Double]) -> Chart.Mark {
      .line(values.enumerated().map { Chart.Point(x: Double($0) / Score.rateHz * 1000, y: $1) })
    }
    chart.draw(line(circuit), "circuit")
    chart.draw(line(take.plugin[range].map(Double.init)), "plugin")
    return chart
  }

  var errorOverTime: Chart {
    var chart = Chart(
      "error", "Level of circuit and error over time", x: Axis.linear(0...seconds, "time, s", count: 10),
      y: Axis.linear(-120...10, "level, dB above 1 V", count: 8))
    chart.draw(.line(figures.course.map { .init(x: $0.seconds, y: $0.level) }), "level")
    chart.draw(.line(figures.course.map { .init(x: $0.seconds, y: $0.error) }), "error")
    return chart
  }

  var spectrum: Chart {
    let range = 30.0...48_000.0
    var chart = Chart(
      "spectrum", "Spectrum of circuit, plugin and error", x: Axis.frequency(range),
      y: Axis.linear(-150...0, "power, dB above 1 V", count: 8), height: 320)
    for (samples, style) in [(take.circuit.output, "circuit"), (take.plugin, "plugin"), (take.error, "error")] {
      chart.draw(.line(Spectrum(samples, rateHz: Score.rateHz).decibels(over: range)), style)
    }
    return chart
  }

  var transfer: Chart {
    let peak = TransferCurve.peakVolts
    var chart = Chart(
      "transfer", "Output against input at five diode positions", x: Axis.linear(-peak...peak, "input, V"),
      y: Axis.linear(-2...2, "output, V", count: 4), width: 460, height: 420)
    for (index, curve) in curves.enumerated() {
      func line(_ values: [Float]) -> Chart.Mark {
        .line(
          stride(from: 0, to: values.count, by: 6).map { .init(x: Double(curve.input[$0]), y: Double(values[$0])) })
      }
      chart.draw(line(curve.plugin), "p\(index)")
      chart.draw(line(curve.circuit), "truth")
    }
    return chart
  }

  var stateTrajectory: Chart {
    let across = (trajectory.input.map(abs).max() ?? 1) * 1.06
    let up = (trajectory.circuit.map(abs).max() ?? 1) * 1.12
    var chart = Chart(
      "state", "State against input", x: Axis.linear(-across...across, "input, V"),
      y: Axis.linear(-up...up, "\(trajectory.state.name), \(trajectory.state.unit)", count: 5), width: 460,
      height: 420)
    func line(_ values: [Double]) -> Chart.Mark {
      .line(zip(trajectory.input, values).map { .init(x: $0, y: $1) })
    }
    chart.draw(line(trajectory.circuit), "circuit")
    chart.draw(line(trajectory.network), "plugin")
    return chart
  }

  private func wave(_ id: String, _ words: String, _ title: String, _ samples: [Float], _ style: String) -> Chart {
    let envelope = Envelope(samples, rateHz: Score.rateHz)
    let limit = Double(samples.reduce(Float(0)) { max($0, abs($1)) }) * 1.05
    var chart = Chart(
      id, words, x: Axis.linear(0...seconds, "time, s", count: 10),
      y: Axis.linear(-limit...limit, title, count: 4), height: 170)
    chart.draw(.band(lower: envelope.lower, upper: envelope.upper), style)
    return chart
  }

  private func points(_ values: [Double], every step: Int) -> [Chart.Point] {
    stride(from: 0, to: values.count, by: step).map { .init(x: Double($0) / Score.rateHz, y: values[$0]) }
  }
}
