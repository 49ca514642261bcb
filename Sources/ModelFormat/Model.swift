/// A circuit as Attractor plays it: everything in `model.json` (described in `docs/model-format.md`).
///
/// A chain of stages between which nothing flows back, then plain gains.
public struct Model: Codable, Sendable, Equatable {
  /// The version of the format that this code reads and writes.
  public static let currentSchema = 2

  public var schema: Int
  /// SHA-256 over the file's bytes with these 64 hex digits replaced by zeros.
  public var contentHash: String
  /// The folder's name under `Models/`, part of the plugin's id.
  public var circuit: String
  public var name: String
  public var provenance: Provenance
  public var controls: [Control]
  /// Whether it sings without input: it then never rests, and a noise floor of 1e-7 V peak is added to the input.
  public var selfOscillates: Bool
  /// Seconds, 0 to 20: how long it was measured to be heard after loud notes, until 100 dB below them. nil where nobody
  /// has measured it, or it sings.
  public var tailSeconds: Double?
  /// First to last, 1 to 8: each one's output in volts is the next one's input.
  public var stages: [Stage]
  /// Gains behind the last stage, one per control of role `level`; they multiply.
  public var levels: [Level]
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

  public init(
    circuit: String, name: String, provenance: Provenance, controls: [Control], selfOscillates: Bool = false,
    tailSeconds: Double? = nil, stages: [Stage], levels: [Level] = [], lowestRateHz: Double, highestRateHz: Double
  ) {
    self.schema = Self.currentSchema
    self.contentHash = String(repeating: "0", count: 64)
    self.circuit = circuit
    self.name = name
    self.provenance = provenance
    self.controls = controls
    self.selfOscillates = selfOscillates
    self.tailSeconds = tailSeconds
    self.stages = stages
    self.levels = levels
    self.lowestRateHz = lowestRateHz
    self.highestRateHz = highestRateHz
  }

  /// Numbers in one weight set of every stage.
  public var weightCount: Int { stages.reduce(0) { $0 + $1.weightCount } }

  /// Trained numbers in all stages and sets.
  public var weightTotal: Int { stages.reduce(0) { $0 + $1.weightTotal } }
}
