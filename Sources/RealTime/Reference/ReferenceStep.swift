import ModelFormat

/// A model's step in plain double precision, written for reading: what the kernels are held to.
///
/// Knobs may move every sample. The noise floor of circuits that sing is left out.
/// Not for the audio thread.
public struct ReferenceStep {
  public let model: Model
  private var stages: [ReferenceStage]
  /// For each level: its control.
  private let levels: [Int]

  /// At rest for `positions` (0…1 per control; defaults if nil) at a model rate in hertz.
  public init(_ model: Model, rateHz: Double, positions: [Double]? = nil) {
    self.model = model
    let start = positions ?? model.controls.map { $0.position(ofPlain: $0.default) }
    stages = model.stages.map {
      ReferenceStage($0, timeStep: 1 / rateHz, controls: model.controls.map { $0.id }, positions: start)
    }
    levels = model.levels.map { level in model.controls.firstIndex { $0.id == level.control }! }
  }

  /// x of every stage after another, normalised (not its deviation from rest).
  public var state: [Double] { stages.flatMap { $0.state } }

  /// Sets x of every stage after another, in physical units.
  public mutating func setState(_ physical: [Double]) {
    var rest = physical[...]
    for index in stages.indices {
      let count = stages[index].state.count
      stages[index].setState(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
  }

  /// One sample: input in volts, knob positions 0…1 half-way between the last sample and this one, output in volts.
  public mutating func step(_ volts: Double, positions: [Double]) -> Double {
    var signal = volts
    for index in stages.indices { signal = stages[index].step(signal, positions: positions) }
    return zip(model.levels, levels).reduce(signal) { $0 * $1.0.gain(atPosition: positions[$1.1]) }
  }
}
