import Circuits
import FoundationEssentials
import Glibc
import ModelFormat
import TrainingKernelInterface

/// A circuit's folder, read and checked: netlist, recipe and what follows from them.
public struct TrainingPlan: Sendable {
  public let folder: String
  public let circuit: Circuit
  public let recipe: Recipe
  public let netlistHash: String
  public let recipeHash: String
  /// κ, in the order of the recipe.
  let coordinates: [Coordinate]

  /// The source name of the time step in recipes.
  static let timeStepSource = "time-step"

  /// The circuit's id, the folder's name.
  public var id: String { String(folder.split(separator: "/").last ?? "circuit") }

  public init(folder: String) throws(TrainingError) {
    self.folder = folder
    let recipePath = folder + "/recipe.json"
    let bytes: Data
    do {
      bytes = try Data(contentsOf: URL(filePath: recipePath))
    } catch {
      throw .unreadable(path: recipePath, reason: "no such file, or no permission")
    }
    do {
      recipe = try JSONDecoder().decode(Recipe.self, from: bytes)
    } catch {
      throw .unreadable(path: recipePath, reason: "\(error)")
    }
    do {
      circuit = try Circuit(contentsOf: folder + "/circuit.cir")
    } catch {
      throw .netlist(error)
    }
    netlistHash = SHA256.hexDigest(of: Array(circuit.netlistText.utf8))
    recipeHash = SHA256.hexDigest(of: bytes)
    let data = recipe.data
    let sources = recipe.coordinates
    coordinates = sources.map { source in
      if source.source == Self.timeStepSource {
        return .logTimeStep(lowestRateHz: data.lowestRateHz, highestRateHz: data.highestRateHz)
      }
      guard let law = source.logarithm else { return .position(of: source.source) }
      return Coordinate(
        name: source.source, source: .control, control: source.source, law: .logarithmic, offset: law.offset,
        slope: law.slope, from: log(law.offset), to: log(law.offset + law.slope))
    }
    try check(recipePath)
  }

  private func check(_ path: String) throws(TrainingError) {
    func require(_ holds: Bool, _ field: String, _ expected: String, _ found: some Any) throws(TrainingError) {
      if !holds { throw .recipe(path: path, field: field, expected: expected, found: "\(found)") }
    }
    let knobs = Set(recipe.controls.filter { $0.role != .level }.map(\.id))
    try require(
      knobs == Set(circuit.controls), "controls", "the netlist's knobs \(circuit.controls)", recipe.controls.map(\.id))
    for coordinate in recipe.coordinates {
      let known = circuit.controls + [Self.timeStepSource]
      try require(known.contains(coordinate.source), "coordinates", "one of \(known)", coordinate.source)
      if coordinate.use == .snapshots {
        try require(
          coordinate.growth.count == recipe.stageCount, "coordinates.\(coordinate.source).growth",
          "\(recipe.stageCount) stages as in fit.oneStepIterations", coordinate.growth)
        try require(coordinate.growth.allSatisfy { $0 >= 2 }, "growth", "2 nodes or more", coordinate.growth)
      }
    }
    try require(recipe.taps.first == 0, "taps", "delays from 0 up", recipe.taps)
    try require(
      recipe.fit.heatExponents.count == recipe.stageCount + 1, "fit.heatExponents",
      "\(recipe.stageCount + 1) numbers, one per stage and one for the finish", recipe.fit.heatExponents)
    try require(recipe.fit.seeds > 0, "fit.seeds", "1 or more", recipe.fit.seeds)
  }

  /// Knob positions in the netlist's order, and the time step in seconds, at a point of κ.
  func physical(_ c: [Double]) -> (knobs: [Double], timeStep: Double) {
    var knobs = circuit.controls.map { id in
      recipe.controls.first { $0.id == id }.map { $0.position(ofPlain: $0.default) } ?? 0.5
    }
    var timeStep = 1 / 96_000.0
    for (index, coordinate) in coordinates.enumerated() {
      let quantity = coordinate.from + (c[index] + 1) / 2 * (coordinate.to - coordinate.from)
      switch coordinate.source {
      case .timeStep: timeStep = exp(quantity)
      case .control:
        let position =
          switch coordinate.law {
          case .linear: quantity
          case .logarithmic: (exp(quantity) - coordinate.offset) / coordinate.slope
          case .rate: (log(quantity / timeStep) - coordinate.offset) / coordinate.slope
          }
        knobs[circuit.controls.firstIndex(of: coordinate.control!)!] = min(max(position, 0), 1)
      }
    }
    return (knobs, timeStep)
  }

  /// κ for knob positions in the netlist's order and a time step.
  func normalised(knobs: [Double], timeStep: Double) -> [Double] {
    coordinates.map { coordinate in
      let source = coordinate.source(timeStep: timeStep) { knobs[circuit.controls.firstIndex(of: $0)!] }
      return coordinate.normalised(source, timeStep: timeStep)
    }
  }

  var outputCount: Int { circuit.states.count + (recipe.output == .network ? 1 : 0) }

  var shape: BlockShape {
    BlockShape(
      states: circuit.states.count, taps: recipe.taps.count,
      conditions: recipe.coordinates.count { $0.use == .condition }, layers: recipe.network.layers,
      outputs: outputCount, hasBiases: recipe.network.hasBiases)
  }
}
