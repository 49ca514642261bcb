import ModelFormat

/// Made-up stages one behind the other; equal knobs of theirs are one knob.
public struct RandomChain: Sendable {
  public var name: String
  public var stages: [RandomModel]
  /// Controls that are gains behind the last stage.
  public var levels: Int
  public var seed: UInt64

  public init(name: String, stages: [RandomModel], levels: Int = 0, seed: UInt64) {
    self.name = name
    self.stages = stages
    self.levels = levels
    self.seed = seed
  }

  public static let all: [RandomChain] = [
    RandomChain(
      name: "drive and tone",
      stages: [
        RandomModel(name: "drive", states: 2, taps: [0, 1, 2], layers: [12], laws: [.linear], degrees: [4], seed: 31),
        RandomModel(
          name: "tone", states: 3, taps: [0, 1], layers: [], laws: [.linear, .logarithmic], hasTimeStep: true,
          degrees: [1, 4, 2], hasOutputRow: true, seed: 32),
      ], levels: 1, seed: 33),
    RandomChain(
      name: "rates and two levels",
      stages: [
        RandomModel(
          name: "filter", states: 3, taps: [0, 1], layers: [7, 6], laws: [.rate, .linear], nodes: [0, 2],
          degrees: [1, 2], seed: 34),
        RandomModel(
          name: "linear filter", states: 2, taps: [0, 3], layers: [], laws: [.rate], degrees: [2], seed: 35),
        RandomModel(name: "end", states: 1, taps: [0], layers: [5], hasBiases: false, seed: 36),
      ], levels: 2, seed: 37),
    RandomChain(
      name: "eight stages",
      stages: [
        RandomModel(
          name: "gain", states: 0, taps: [0], layers: [], laws: [.linear], degrees: [3], hasOutputRow: true, seed: 41)
      ]
        + (42...48).map {
          RandomModel(
            name: "stage \($0)", states: Int($0 % 3) + 1, taps: [0, 1], layers: $0 % 2 == 0 ? [9] : [],
            laws: $0 % 3 == 0 ? [.linear] : [], degrees: $0 % 3 == 0 ? [3] : [], hasOutputRow: $0 == 45, seed: $0)
        }, seed: 49),
  ]

  /// All made-up models, of one stage and of several.
  public static let models: [Model] = RandomModel.all.map(\.model) + all.map(\.model)

  public var model: Model {
    let knobs = stages.max { $0.laws.count < $1.laws.count }!.controls
    let gains = (0..<levels).map { Control(id: "level-\($0)", name: "Level \($0)", default: 0.6, role: .level) }
    return Model(
      circuit: "random-\(seed)", name: "Random \(name)", provenance: .init(netlist: "", recipe: "", figures: [:]),
      controls: knobs + gains, stages: stages.map(\.stage),
      levels: gains.map { .init(control: $0.id, gain: [0.7, 0.28, 0.02]) }, lowestRateHz: 88_200,
      highestRateHz: 384_000)
  }

  /// An oscillator: a rotation that grows out of the noise floor until a network holds it, at about 0.6 V.
  public static let singer: Model = {
    let (growth, turn) = (0.01, 0.06)
    let stage = Model.Stage(
      name: "ring",
      states: ["x", "y"].map { .init(name: $0, unit: "V", scale: 1, limit: 40) },
      input: .init(scale: 1, limit: 20, taps: [0]),
      output: .init(scale: 1, fromStates: [1, 0], hasResidual: false), coordinates: [],
      smallSignal: .init(
        degrees: [], restStates: [[0.3], [0]], restOutput: [2],
        step: [[[growth], [-turn], [0.1]], [[turn], [growth], [0]]]),
      network: .init(
        activation: .rationalTanh, hasBiases: false, layers: [2], conditions: [], residualScales: [0.1, 0.1], axes: [],
        weights: [1, 0, 0, 0, 1, 0] + [1, 0, 0, 1]))
    return Model(
      circuit: "singer", name: "Singer", provenance: .init(netlist: "", recipe: "", figures: [:]), controls: [],
      selfOscillates: true, stages: [stage], lowestRateHz: 88_200, highestRateHz: 384_000)
  }()
}
