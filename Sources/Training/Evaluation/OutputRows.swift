import Circuits
import Glibc
import ModelFormat
import RealTime

/// The rows for which a model's own output is listened to.
struct OutputRows: Sendable {
  let model: Model
  let knobs: KnobPositions
  let bars: Bars
  let nominalPeakVolts: Double
  let material: Material
  let extent: Evaluation.Extent

  private static let rateHz = 96_000.0
  static let aliasHz = 2017.0

  /// Knobs at their defaults, in the model's order.
  private var held: [KnobGesture] { Scene.gestures(knobs.held, of: knobs.ids, for: model) }

  private func volts(_ material: Material, decibels: Double = 0) -> [Double] {
    let samples = material.resampled(to: Self.rateHz).samples
    let peak = max(samples.reduce(0) { max($0, abs($1)) }, 1e-9)
    let gain = nominalPeakVolts * pow(10, decibels / 20) / peak
    return samples.map { $0 * gain }
  }

  /// Half a second of the material at 12 dB above nominal, cut off; two seconds later the output is listened to:
  /// coupling capacitors of a tenth of a second have let go of everything by then.
  ///
  /// - Throws: `EngineError`.
  func silence() throws -> EvaluationRow {
    let chord = volts(material.excerpt(from: 0, seconds: 0.5), decibels: 12)
    let input = chord.map { Float($0) } + [Float](repeating: 0, count: Int(2.5 * Self.rateHz))
    let output = try Playback.render(model, input: input, rateHz: Self.rateHz, gestures: held)
    var loudest: Float = 0
    let tail = output[(chord.count + Int(2 * Self.rateHz))...]
    for sample in tail where !(abs(sample) <= loudest) { loudest = abs(sample) }
    let decibels = loudest == 0 ? Bar.silent : 20 * log10(Double(loudest))
    return EvaluationRow(
      "silence", "2 s after a hot chord, peak re 1 V", decibels, bar: bars[row: "silence"], truth: "none")
  }

  /// Half a second of the same chord, at the defaults and with each knob at either end: what comes behind the tail that
  /// hosts are told of, against what was played.
  ///
  /// - Throws: `EngineError`.
  func tail() throws -> EvaluationRow {
    let chord = volts(material.excerpt(from: 0, seconds: 0.5), decibels: 12).map { Float($0) }
    let tail = Int(try Playback.tailSeconds(model, rateHz: Self.rateHz) * Self.rateHz)
    let input = chord + [Float](repeating: 0, count: tail + Int(0.5 * Self.rateHz))
    var worst = (decibels: -Double.infinity, detail: "")
    for positions in [knobs.defaults] + knobs.ends {
      let gestures = positions.map { KnobGesture.held($0) }
      let output = try Playback.render(
        model, input: input, rateHz: Self.rateHz, gestures: Scene.gestures(gestures, of: knobs.ids, for: model))
      let left = ErrorMeasure.peak(output[(chord.count + tail)...])
      let played = max(ErrorMeasure.peak(output[..<chord.count]), 1e-9)
      let decibels = left == 0 ? Bar.silent : 20 * log10(left / played)
      if !(decibels <= worst.decibels) { worst = (decibels, knobs.description(gestures)) }
    }
    let seconds = (Double(tail) / Self.rateHz * 100).rounded() / 100
    return EvaluationRow(
      "tail", "behind the tail of \(seconds) s, peak re what was played", worst.decibels, bar: bars[row: "tail"],
      truth: "none", detail: worst.decibels > Bar.silent ? worst.detail : "")
  }

  /// - Throws: `EngineError`.
  func bounded(_ kind: StressRun.Kind, progress: (Double) -> Void) throws -> EvaluationRow {
    let seconds = extent == .thorough ? 60.0 : 20
    let run = try StressRun(
      kind, model, volts: volts(material, decibels: kind.decibels), seconds: seconds, progress: progress)
    let (id, what) =
      switch kind {
      case .hot: ("bounded-hot", "\(Int(seconds)) s at +20 dB, knobs wandering")
      case .knobs: ("bounded-knobs", "\(Int(seconds)) s of random knobs at every sample")
      }
    let peak = (Double(run.peak) * 100).rounded() / 100
    return EvaluationRow(
      id, what, Double(run.faults), unit: .faults, bar: bars[row: id], truth: "none", detail: "peak \(peak) V")
  }

  /// Every control, swept and stepped as far as tests move it, against the per-sample reference; the worst counts.
  ///
  /// - Throws: `EngineError`.
  func zipper(progress: (Double) -> Void) throws -> EvaluationRow {
    let whole = volts(material)
    var worst = (decibels: -Double.infinity, detail: "")
    let works = knobs.ids.indices.flatMap { knob in
      ZipperMeasure.gestures(upTo: knobs.limits[knob]).map { (knob: knob, gesture: $0) }
    }
    for (index, work) in works.enumerated() {
      // Half a period of the slowest sweep.
      let seconds = if case .sine(let hertz, _) = work.gesture { max(0.5 / hertz, 0.1) } else { 0.1 }
      let gestures = Scene.gestures(knobs.with(work.knob, work.gesture), of: knobs.ids, for: model)
      let decibels = try ZipperMeasure.decibels(
        model, volts: Array(whole.prefix(Int(seconds * Self.rateHz))), gestures: gestures
      ) { progress((Double(index) + $0) / Double(works.count)) }
      if !(decibels <= worst.decibels) { worst = (decibels, "\(knobs.ids[work.knob]), \(work.gesture.words)") }
    }
    return EvaluationRow(
      "zipper", "moving knobs against the per-sample reference, worst", worst.decibels, bar: bars[row: "zipper"],
      truth: "none", detail: worst.detail)
  }

  /// A sine at 12 dB above nominal in a host at 48 kHz.
  ///
  /// - Throws: `EngineError`.
  func alias(_ quality: Quality) throws -> EvaluationRow {
    let rateHz = 48_000.0
    let amplitude = nominalPeakVolts * pow(10, 12 / 20.0)
    let input = (0..<Int(rateHz / 2) + AliasMeasure.frames).map {
      Float(amplitude * sin(2 * .pi * Self.aliasHz * Double($0) / rateHz))
    }
    let output = try Playback.render(model, input: input, rateHz: rateHz, gestures: held, quality: quality)
    let id = "alias-\(quality)"
    return EvaluationRow(
      id, "aliases of a 2 kHz sine at +12 dB, 48 kHz, \("\(quality)".capitalizedFirst)",
      AliasMeasure.decibels(output, rateHz: rateHz, fundamentalHz: Self.aliasHz), bar: bars[row: id], truth: "none")
  }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
