/// A circuit as Attractor plays it: everything in `model.json` (described in `docs/model-format.md`).
///
/// With S states, T input taps, C condition inputs and O residual outputs, in normalised quantities
/// (states divided by their scale, input and output volts by theirs):
/// ```
/// z    = [ x[n−1] − x₀(κ), u[n − tap₀], u[n − tap₁] … ]
/// ν(z) = N(z, κ) − N(0, κ) − J_N(0, κ) z
/// x[n] = x[n−1] + R(κ) { M(κ) z + D ν_x(z) }
/// y[n] = y₀(κ) + C (x[n] − x₀(κ)) + M_y(κ) z + D_y ν_y(z)
/// ```
public struct Model: Codable, Sendable, Equatable {
  /// The version of the format that this code reads and writes.
  public static let currentSchema = 1

  public var schema: Int
  /// SHA-256 over the file's bytes with these 64 hex digits replaced by zeros.
  public var contentHash: String
  /// The folder's name under `Models/`, part of the plugin's id.
  public var circuit: String
  public var name: String
  public var provenance: Provenance
  public var states: [State]
  public var input: Input
  public var output: Output
  public var controls: [Control]
  /// The quantities κ, in the order of the Chebyshev series' indices.
  public var coordinates: [Coordinate]
  public var smallSignal: SmallSignal
  public var network: Network
  /// Model rates the training covered, in hertz.
  public var lowestRateHz: Double
  public var highestRateHz: Double

  public struct Provenance: Codable, Sendable, Equatable {
    /// SHA-256 of the netlist with its includes.
    public var netlist: String
    /// SHA-256 of `recipe.json`.
    public var recipe: String
    /// Named results of the training, in decibels of ESR unless the name says otherwise.
    public var figures: [String: Double]

    public init(netlist: String, recipe: String, figures: [String: Double]) {
      self.netlist = netlist
      self.recipe = recipe
      self.figures = figures
    }
  }

  public struct State: Codable, Sendable, Equatable {
    public var name: String
    public var unit: String
    /// Physical value of one normalised unit.
    public var scale: Double
    /// Largest deviation from rest that can be reached, normalised; beyond it the state has run away.
    public var limit: Double

    public init(name: String, unit: String, scale: Double, limit: Double) {
      self.name = name
      self.unit = unit
      self.scale = scale
      self.limit = limit
    }
  }

  public struct Input: Codable, Sendable, Equatable {
    /// Volts of one normalised unit.
    public var scale: Double
    /// Largest input in volts that training covered; players clamp there.
    public var limit: Double
    /// Delays in model samples, ascending from 0.
    public var taps: [Int]

    public init(scale: Double, limit: Double, taps: [Int]) {
      self.scale = scale
      self.limit = limit
      self.taps = taps
    }
  }

  public struct Output: Codable, Sendable, Equatable {
    /// Volts of one normalised unit.
    public var scale: Double
    /// C: what each state's deviation from rest contributes.
    public var fromStates: [Double]
    /// Whether the network's last output is ν_y.
    public var hasResidual: Bool

    public init(scale: Double, fromStates: [Double], hasResidual: Bool) {
      self.scale = scale
      self.fromStates = fromStates
      self.hasResidual = hasResidual
    }
  }

  /// Functions of κ as tensor Chebyshev series: Σ a[i₀, i₁ …] T_i₀(c₀) T_i₁(c₁) …, the last index fastest.
  public struct SmallSignal: Codable, Sendable, Equatable {
    /// Highest order in each coordinate.
    public var degrees: [Int]
    /// S series, normalised.
    public var restStates: [[Double]]
    /// One series, normalised.
    public var restOutput: [Double]
    /// S × (S + T) series.
    public var step: [[[Double]]]
    /// S + T series; empty where the output is a sum of states alone.
    public var outputStep: [[Double]]
    /// S series of ln R; empty where R = 1.
    public var logRates: [[Double]]

    public init(
      degrees: [Int], restStates: [[Double]], restOutput: [Double], step: [[[Double]]], outputStep: [[Double]] = [],
      logRates: [[Double]] = []
    ) {
      self.degrees = degrees
      self.restStates = restStates
      self.restOutput = restOutput
      self.step = step
      self.outputStep = outputStep
      self.logRates = logRates
    }

    /// Coefficients in one series.
    public var seriesLength: Int { degrees.reduce(1) { $0 * ($1 + 1) } }
  }

  public struct Network: Codable, Sendable, Equatable {
    public var activation: Activation
    public var activationFormula: String
    /// Whether the hidden units have biases; without them (and without conditions) the network is odd.
    public var hasBiases: Bool
    /// Units of each hidden layer.
    public var layers: [Int]
    /// Indices into `coordinates` fed as inputs behind z.
    public var conditions: [Int]
    /// D (and D_y last, where the output has a residual).
    public var residualScales: [Double]
    public var axes: [SnapshotAxis]
    /// Weights at the first node of every axis: per layer the matrix row by row, then the biases; last the output
    /// matrix row by row (no bias: the anchor would remove it).
    public var weights: [Double]

    public init(
      activation: Activation, hasBiases: Bool, layers: [Int], conditions: [Int], residualScales: [Double],
      axes: [SnapshotAxis], weights: [Double]
    ) {
      self.activation = activation
      self.activationFormula = activation.formula
      self.hasBiases = hasBiases
      self.layers = layers
      self.conditions = conditions
      self.residualScales = residualScales
      self.axes = axes
      self.weights = weights
    }
  }

  /// Weight sets along one coordinate, linear in between.
  public struct SnapshotAxis: Codable, Sendable, Equatable {
    /// Index into `coordinates`.
    public var coordinate: Int
    /// Node positions in c, ascending from −1 to 1.
    public var nodes: [Double]
    /// For each node after the first: what to add to `weights` there.
    public var deltas: [[Double]]

    public init(coordinate: Int, nodes: [Double], deltas: [[Double]]) {
      self.coordinate = coordinate
      self.nodes = nodes
      self.deltas = deltas
    }
  }

  public init(
    circuit: String, name: String, provenance: Provenance, states: [State], input: Input, output: Output,
    controls: [Control], coordinates: [Coordinate], smallSignal: SmallSignal, network: Network,
    lowestRateHz: Double, highestRateHz: Double
  ) {
    self.schema = Self.currentSchema
    self.contentHash = String(repeating: "0", count: 64)
    self.circuit = circuit
    self.name = name
    self.provenance = provenance
    self.states = states
    self.input = input
    self.output = output
    self.controls = controls
    self.coordinates = coordinates
    self.smallSignal = smallSignal
    self.network = network
    self.lowestRateHz = lowestRateHz
    self.highestRateHz = highestRateHz
  }

  /// Inputs of the first layer: states, taps, conditions.
  public var networkInputCount: Int { states.count + input.taps.count + network.conditions.count }

  /// Rows of the output matrix: one per state, one more where the output has a residual.
  public var residualCount: Int { states.count + (output.hasResidual ? 1 : 0) }

  /// Numbers in one weight set.
  public var weightCount: Int {
    var count = 0
    var width = networkInputCount
    for units in network.layers {
      count += units * width + (network.hasBiases ? units : 0)
      width = units
    }
    return count + residualCount * width
  }
}
