import Glibc
import ModelFormat

/// A made-up stage of any dimensions: contracting, so that it neither runs away nor sings.
public struct RandomModel: Sendable {
  public var name: String
  public var states: Int
  public var taps: [Int]
  /// None for a linear stage.
  public var layers: [Int]
  public var hasBiases: Bool
  /// Per control: its coordinate's law.
  public var laws: [Coordinate.Law]
  public var hasTimeStep: Bool
  /// Nodes of the snapshot axis of each coordinate (controls, then the time step); 0 for none.
  public var nodes: [Int]
  /// Coordinates that feed the network.
  public var conditions: [Int]
  public var degrees: [Int]
  public var hasOutputRow: Bool
  public var hasOutputResidual: Bool
  /// σ of every other residual row; 0 for none.
  public var window: Double
  /// The state that the others follow.
  public var carrier: Int?
  public var seed: UInt64

  public init(
    name: String, states: Int, taps: [Int], layers: [Int], hasBiases: Bool = true, laws: [Coordinate.Law] = [],
    hasTimeStep: Bool = false, nodes: [Int] = [], conditions: [Int] = [], degrees: [Int] = [],
    hasOutputRow: Bool = false, hasOutputResidual: Bool = false, window: Double = 0, carrier: Int? = nil,
    seed: UInt64
  ) {
    self.name = name
    self.states = states
    self.taps = taps
    self.layers = layers
    self.hasBiases = hasBiases
    self.laws = laws
    self.hasTimeStep = hasTimeStep
    self.nodes = nodes
    self.conditions = conditions
    self.degrees = degrees
    self.hasOutputRow = hasOutputRow
    self.hasOutputResidual = hasOutputResidual
    self.window = window
    self.carrier = carrier
    self.seed = seed
  }

  /// Stages that between them have everything the format can hold.
  public static let all: [RandomModel] = [
    RandomModel(name: "plain", states: 1, taps: [0], layers: [7], hasBiases: false, seed: 1),
    RandomModel(
      name: "one knob", states: 2, taps: [0, 1, 2], layers: [12], laws: [.linear], nodes: [3], degrees: [4], seed: 2),
    RandomModel(
      name: "rates and conditions", states: 3, taps: [0, 1], layers: [17, 7], laws: [.rate, .linear],
      hasTimeStep: true, nodes: [0, 4, 0], conditions: [0, 2], degrees: [5, 3, 2], hasOutputRow: true,
      hasOutputResidual: true, seed: 3),
    RandomModel(
      name: "three axes", states: 4, taps: [0, 2, 5], layers: [7, 12, 9], laws: [.linear, .logarithmic],
      hasTimeStep: true, nodes: [5, 2, 3], degrees: [3, 2, 4], hasOutputRow: true, seed: 4),
    RandomModel(
      name: "five states", states: 5, taps: [0, 1, 2, 3], layers: [16, 16], hasBiases: false,
      laws: [.linear, .linear], nodes: [2, 3], conditions: [1], degrees: [2, 3], hasOutputRow: true,
      hasOutputResidual: true, seed: 5),
    RandomModel(
      name: "rows with windows", states: 3, taps: [0, 1, 2], layers: [10, 9], laws: [.linear], hasTimeStep: true,
      nodes: [3, 2], degrees: [3, 2], hasOutputRow: true, hasOutputResidual: true, window: 0.4, seed: 6),
    RandomModel(
      name: "states that follow", states: 4, taps: [0, 1, 2], layers: [9, 8], laws: [.linear], hasTimeStep: true,
      nodes: [3, 2], degrees: [3, 2], window: 0.4, carrier: 2, seed: 7),
    RandomModel(
      name: "three wide layers", states: 2, taps: [0, 1], layers: [32, 29, 26], laws: [.linear], nodes: [3],
      degrees: [3], seed: 8),
    RandomModel(
      name: "two wide layers", states: 4, taps: [0, 1, 2], layers: [27, 31], laws: [.linear], hasTimeStep: true,
      nodes: [3, 2], degrees: [3, 2], window: 0.4, carrier: 1, seed: 20),
    RandomModel(
      name: "three layers of one vector", states: 2, taps: [0, 1, 2], layers: [8, 8, 8], laws: [.linear], nodes: [3],
      degrees: [3], seed: 51),
    RandomModel(
      name: "two layers of three vectors", states: 3, taps: [0, 1], layers: [24, 24], laws: [.linear],
      hasTimeStep: true, nodes: [3, 2], degrees: [3, 2], hasOutputRow: true, seed: 52),
    RandomModel(
      name: "six states, layers without a gap", states: 6, taps: [0, 1, 2], layers: [32, 32], laws: [.linear],
      nodes: [3], degrees: [3], hasOutputRow: true, hasOutputResidual: true, seed: 53),
    RandomModel(
      name: "seven states, one layer", states: 7, taps: [0, 1], layers: [8], laws: [.linear], nodes: [2],
      degrees: [3], hasOutputRow: true, hasOutputResidual: true, seed: 54),
    RandomModel(
      name: "eight states", states: 8, taps: [0, 1, 2], layers: [16, 16], laws: [.linear], hasTimeStep: true,
      nodes: [3, 2], degrees: [3, 2], seed: 55),
    RandomModel(
      name: "nine rows with windows", states: 8, taps: [0, 1], layers: [12, 10], laws: [.linear], nodes: [3],
      degrees: [3], hasOutputRow: true, hasOutputResidual: true, window: 0.4, seed: 56),
    RandomModel(
      name: "nine states that follow", states: 9, taps: [0, 1], layers: [12], laws: [.linear], nodes: [3],
      degrees: [3], window: 0.4, carrier: 8, seed: 57),
    RandomModel(
      name: "ten linear states", states: 10, taps: [0, 2], layers: [], laws: [.linear], degrees: [3],
      hasOutputRow: true, seed: 58),
    RandomModel(
      name: "seventeen rows", states: 16, taps: [0, 1], layers: [16, 9, 8], laws: [.linear], nodes: [2],
      degrees: [2], hasOutputRow: true, hasOutputResidual: true, seed: 59),
    RandomModel(
      name: "four layers", states: 2, taps: [0, 1], layers: [40, 9, 64, 8], laws: [.linear], nodes: [3], degrees: [3],
      seed: 60),
  ]

  /// Knobs of its own, in the order of `laws`.
  var controls: [Control] {
    laws.indices.map { Control(id: "knob-\($0)", name: "Knob \($0)", default: 0.3, role: .condition) }
  }

  /// On its own.
  public var model: Model { RandomChain(name: name, stages: [self], seed: seed).model }

  var stage: Model.Stage {
    var dice = Dice(seed)
    var coordinates = laws.enumerated().map { index, law in
      switch law {
      case .linear: Coordinate.position(of: "knob-\(index)")
      case .logarithmic:
        Coordinate(
          name: "log-knob-\(index)", source: .control, control: "knob-\(index)", law: .logarithmic, offset: 0.2,
          slope: 0.8, from: -1.6094379124341003, to: 0)
      case .rate:
        // Time constants of 1 to 3 samples at 96 kHz.
        Coordinate(
          name: "rate-\(index)", source: .control, control: "knob-\(index)", law: .rate, offset: 11.4, slope: -1.1,
          from: 0.05, to: 1)
      }
    }
    if hasTimeStep { coordinates.append(.logTimeStep(lowestRateHz: 88_200, highestRateHz: 384_000)) }
    // With rates of their own: all states but the second.
    let rate = laws.firstIndex(of: .rate)
    var result = Model.Stage(
      name: name,
      states: (0..<states).map {
        .init(name: "x\($0)", unit: "V", scale: dice.number(0.5...2), limit: 40, rate: $0 == 1 ? nil : rate)
      },
      input: .init(scale: 1.3, limit: 20, taps: taps),
      output: .init(
        scale: 0.8, fromStates: (0..<states).map { _ in hasOutputRow ? 0.2 * dice.normal() : dice.number(0.3...1) },
        hasResidual: hasOutputResidual),
      coordinates: coordinates, smallSignal: smallSignal(&dice), network: network(&dice))
    result.output.scale /= Self.size(result)
    return result
  }

  /// How loud the small-signal part at its series' first terms makes a tone of 240 samples: so that chains neither
  /// fade nor burst.
  private static func size(_ stage: Model.Stage) -> Double {
    let count = stage.states.count
    var x = [Double](repeating: 0, count: count)
    var power = 0.0
    for n in 0..<2_400 {
      let inputs = stage.input.taps.map { sin(2 * .pi * Double(n - $0) / 240) / stage.input.scale }
      func row(_ series: [[Double]]) -> Double { zip(series, x + inputs).reduce(0) { $0 + $1.0[0] * $1.1 } }
      let change = stage.smallSignal.step.map(row)
      var y = row(stage.smallSignal.outputStep)
      for s in 0..<count {
        x[s] += change[s]
        y += stage.output.fromStates[s] * x[s]
      }
      if n >= 1_200 { power += y * y / 600 }
    }
    return power.squareRoot() * stage.output.scale
  }

  private var seriesLength: Int { degrees.reduce(1) { $0 * ($1 + 1) } }

  /// A smooth function of κ around `value`.
  private func series(_ value: Double, _ dice: inout Dice) -> [Double] {
    (0..<seriesLength).map { flat in
      var (rest, order) = (flat, 0)
      for degree in degrees.reversed() {
        order += rest % (degree + 1)
        rest /= degree + 1
      }
      if order == 0 { return value }
      var size = value * 0.15
      for _ in 1..<order { size *= 0.3 }
      return size * dice.number(-1...1)
    }
  }

  private func smallSignal(_ dice: inout Dice) -> Model.SmallSignal {
    let columns = states + taps.count
    let step = (0..<states).map { row in
      (0..<columns).map { column -> [Double] in
        if column == row { return series(-0.05 * Double(row + 1), &dice) }
        if column < states { return series(0.01 * dice.number(-1...1), &dice) }
        return series(0.05 * dice.normal(), &dice)
      }
    }
    return Model.SmallSignal(
      degrees: degrees, restStates: (0..<states).map { _ in series(dice.number(-1...1), &dice) },
      // Outputs stand at some direct voltage, which must never be heard.
      restOutput: series(dice.number(-1...1), &dice), step: step,
      outputStep: hasOutputRow ? (0..<columns).map { _ in series(states == 0 ? 1 : 0.4 * dice.normal(), &dice) } : [],
      follow: carrier.map { carrier in
        .init(
          carrier: carrier, shares: (0..<states).map { series($0 == carrier ? 0 : 0.3 * dice.number(-1...1), &dice) })
      })
  }

  private func network(_ dice: inout Dice) -> Model.Network {
    let residuals = layers.isEmpty ? 0 : states + (hasOutputResidual ? 1 : 0)
    var weights: [Double] = []
    var width = states + taps.count + conditions.count
    for units in layers {
      for _ in 0..<units * width { weights.append(dice.normal() / Double(width).squareRoot()) }
      if hasBiases { for _ in 0..<units { weights.append(0.4 * dice.normal()) } }
      width = units
    }
    for _ in 0..<residuals * width { weights.append(dice.normal() / Double(width).squareRoot()) }
    if window > 0 { for _ in 0..<residuals * (states + taps.count) { weights.append(0.1 * dice.normal()) } }
    let axes = nodes.enumerated().filter { $0.element > 0 }.map { coordinate, count in
      Model.SnapshotAxis(
        coordinate: coordinate, nodes: (0..<count).map { -1 + 2 * Double($0) / Double(count - 1) },
        deltas: (1..<count).map { _ in weights.map { _ in 0.05 * dice.normal() } })
    }
    return Model.Network(
      activation: .rationalTanh, hasBiases: hasBiases, layers: layers, conditions: conditions,
      residualScales: (0..<residuals).map { $0 < states ? 0.015 * Double($0 + 1) : 0.3 },
      windows: window > 0 ? (0..<residuals).map { $0 % 2 == 0 ? window : 0 } : [], axes: axes,
      weights: weights)
  }
}
