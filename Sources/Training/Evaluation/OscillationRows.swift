import Circuits
import Glibc
import ModelFormat

/// Level and pitch of a circuit that sings by itself, at full resonance and several tunings.
///
/// A click of 5 ms sets both going; the last half second is measured, when the tone is steady.
struct OscillationRows: Sendable {
  let solver: TransientSolver
  let model: Model
  let knobs: KnobPositions
  let bars: Bars
  let nominalPeakVolts: Double
  let truth: Scene.Truth
  let store: TruthStore

  private static let rateHz = 96_000.0
  private static let seconds = 1.5
  private static let heard = 0.5

  /// How far the model is off at one tuning.
  struct Difference: Sendable {
    var position: Double
    var decibels: Double
    var cents: Double
    /// Of the circuit.
    var hertz: Double
  }

  func difference(
    _ oscillation: Bars.Oscillation, at position: Double, progress: @escaping (Double) -> Void
  ) throws -> Difference {
    var gestures = knobs.held
    for (id, place) in [(oscillation.resonance, 1.0), (oscillation.tuning, position)] {
      if let knob = knobs.ids.firstIndex(of: id) { gestures[knob] = .held(place) }
    }
    let click = Int(0.005 * Self.rateHz)
    let input = (0..<Int(Self.seconds * Self.rateHz)).map { n in
      n < click ? Float(0.1 * nominalPeakVolts * sin(.pi * Double(n) / Double(click))) : 0
    }
    let circuit = try store.play(
      solver, input: input, rateHz: Self.rateHz, gestures: gestures, by: truth, progress: progress)
    let played = try Playback.render(
      model, input: input, rateHz: Self.rateHz, gestures: Scene.gestures(gestures, of: knobs.ids, for: model))
    let count = Int(Self.heard * Self.rateHz)
    let (a, b) = (
      ToneMeasure(played.suffix(count), rateHz: Self.rateHz), ToneMeasure(circuit.suffix(count), rateHz: Self.rateHz)
    )
    return Difference(
      position: position, decibels: a.decibels(from: b), cents: a.cents(from: b), hertz: b.hertz ?? 0)
  }

  /// The worst of all tunings.
  func rows(_ differences: [Difference], tuning: String) -> [EvaluationRow] {
    func row(
      _ id: String, _ what: String, _ unit: EvaluationRow.Unit, _ value: (Difference) -> Double
    ) -> EvaluationRow {
      let worst = differences[SceneRow.choose(differences.map(value), .worst)]
      return EvaluationRow(
        id, what, value(worst), unit: unit, bar: bars[row: id], truth: truth.rawValue,
        detail: "\(tuning) \(worst.position), \(Int(worst.hertz.rounded())) Hz")
    }
    return [
      row("oscillation-level", "singing by itself, level", .decibels) { $0.decibels },
      row("oscillation-pitch", "singing by itself, pitch", .cents) { $0.cents },
    ]
  }
}
