import Circuits
import Glibc
import ModelFormat
import TrainingKernelInterface

/// One stage of a circuit: its part of the netlist and of the recipe, and what follows from both.
public struct StagePlan: Sendable {
  let recipe: StageRecipe
  /// With its own `in` and `out`.
  public let circuit: Circuit
  /// Of the circuit's knobs those that the stage has, in the order of `circuit.controls`.
  let controls: [Control]
  /// Index of each of them among the whole circuit's knobs.
  let knobIndices: [Int]
  let coordinates: [Coordinate]

  init(_ recipe: StageRecipe, circuit: Circuit, of whole: Circuit, controls: [Control], data: Recipe.DataRecipe) {
    self.recipe = recipe
    self.circuit = circuit
    self.controls = circuit.controls.compactMap { id in controls.first { $0.id == id } }
    knobIndices = circuit.controls.compactMap { whole.controls.firstIndex(of: $0) }
    coordinates = recipe.coordinates.map { Self.coordinate($0, data) }
  }

  private static func coordinate(_ recipe: StageRecipe.CoordinateRecipe, _ data: Recipe.DataRecipe) -> Coordinate {
    if recipe.source == TrainingPlan.timeStepSource {
      return .logTimeStep(lowestRateHz: data.lowestRateHz, highestRateHz: data.highestRateHz)
    }
    if let law = recipe.rate {
      return Coordinate(
        name: recipe.source + "-rate", source: .control, control: recipe.source, law: .rate, offset: law.offset,
        slope: law.slope, from: exp(law.offset) / data.highestRateHz,
        to: exp(law.offset + law.slope) / data.lowestRateHz)
    }
    guard let law = recipe.logarithm else { return .position(of: recipe.source) }
    return Coordinate(
      name: recipe.source, source: .control, control: recipe.source, law: .logarithmic, offset: law.offset,
      slope: law.slope, from: log(law.offset), to: log(law.offset + law.slope))
  }

  /// Nothing but a gain that a knob of role `level` sets.
  public var isLevel: Bool { recipe.gainDegree != nil }
  /// What the small-signal series must reach.
  package var smallSignalLimitDecibels: Double { recipe.smallSignalDecibels ?? Trainer.smallSignalLimitDecibels }
  /// Coordinate whose quantity is every state's rate.
  var rateIndex: Int? { coordinates.firstIndex { $0.law == .rate } }
  /// Index of the state whose steps the others follow.
  var carrierIndex: Int? { recipe.carrier.flatMap { name in circuit.states.firstIndex { $0.name == name } } }
  private var timeIndex: Int? { coordinates.firstIndex { $0.source == .timeStep } }

  /// Knob positions in the stage's order, and the time step in seconds, at a point of κ.
  ///
  /// A rate and a time step together can ask for a position beyond 0…1: the small-signal part follows there, too.
  func physical(_ c: [Double]) -> (knobs: [Double], timeStep: Double) {
    var knobs = controls.map { $0.position(ofPlain: $0.default) }
    let timeStep = timeIndex.map { exp(quantity($0, c)) } ?? 1 / 96_000
    for (index, coordinate) in coordinates.enumerated() where coordinate.source == .control {
      let q = quantity(index, c)
      let knob = circuit.controls.firstIndex(of: coordinate.control!)!
      switch coordinate.law {
      case .linear: knobs[knob] = min(max(q, 0), 1)
      case .logarithmic: knobs[knob] = min(max((exp(q) - coordinate.offset) / coordinate.slope, 0), 1)
      case .rate: knobs[knob] = (log(q / timeStep) - coordinate.offset) / coordinate.slope
      }
    }
    return (knobs, timeStep)
  }

  private func quantity(_ index: Int, _ c: [Double]) -> Double {
    let coordinate = coordinates[index]
    return coordinate.from + (c[index] + 1) / 2 * (coordinate.to - coordinate.from)
  }

  /// κ for knob positions in the stage's order and a time step.
  func normalised(knobs: [Double], timeStep: Double) -> [Double] {
    coordinates.map { coordinate in
      let source = coordinate.source(timeStep: timeStep) { knobs[circuit.controls.firstIndex(of: $0)!] }
      return coordinate.normalised(source, timeStep: timeStep)
    }
  }

  /// R at a point of κ.
  func rate(_ c: [Double]) -> Double { rateIndex.map { quantity($0, c) } ?? 1 }

  var outputCount: Int { circuit.states.count + (recipe.output == .row ? 1 : 0) }

  /// C where the output has a row of its own besides: volts per unit of each state.
  var followed: [Double] { circuit.states.map { recipe.outputFollows?[$0.name] ?? 0 } }

  /// Of the states, and where the output has a row of its own, of that.
  var rowNames: [String] { circuit.states.map(\.name) + (recipe.output == .row ? ["output"] : []) }

  /// Of the network; nil for a linear stage.
  /// - Parameter windows: σ of each row, or none at all.
  func shape(windows: [Double]) -> BlockShape? {
    recipe.network.map {
      BlockShape(
        states: circuit.states.count, taps: recipe.taps.count, conditions: indices(of: .condition).count,
        layers: $0.layers, outputs: outputCount, hasBiases: $0.hasBiases, windows: windows)
    }
  }

  /// Coordinates of one use.
  func indices(of use: StageRecipe.CoordinateRecipe.Use) -> [Int] {
    recipe.coordinates.indices.filter { recipe.coordinates[$0].use == use }
  }

  /// The weight sets' grid at a stage of its growth.
  func grid(_ growth: Int) -> SnapshotGrid {
    SnapshotGrid(nodeCounts: indices(of: .snapshots).map { recipe.coordinates[$0].growth![growth] })
  }
}
