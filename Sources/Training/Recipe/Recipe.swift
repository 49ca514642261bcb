import ModelFormat

/// How a circuit becomes a model: `recipe.json` beside the netlist.
public struct Recipe: Codable, Sendable, Equatable {
  public var name: String
  public var controls: [Control]
  public var levels: Levels
  public var data: DataRecipe
  /// Whether some knob position lets it sing without input.
  public var selfOscillates: Bool?
  /// From the input to the output; one where the circuit is not taken apart.
  public var stages: [StageRecipe]
  /// Levels of the training material, in volts and decibels.
  public struct Levels: Codable, Sendable, Equatable {
    /// What a loud passage peaks at in ordinary use.
    public var nominalPeakVolts: Double
    /// Quietest and hottest segments relative to nominal.
    public var quietestDecibels: Double
    public var hottestDecibels: Double
    /// Hottest sweeps and noise, which reach higher in frequency than any instrument does at that level.
    public var hottestSyntheticDecibels: Double
  }

  public struct DataRecipe: Codable, Sendable, Equatable {
    public var lowestRateHz: Double
    public var highestRateHz: Double
    public var trajectories: Int
    public var seconds: Double
    /// How long knobs stay before they jump: long against the circuit's memory, short enough for many positions.
    public var holdSeconds: Double
    /// Recordings to cut from, relative to the project's root.
    public var recordings: [String]
    public var seed: UInt64
    /// Share of knob positions at one of the ends, where several knobs' corners would hardly be met; 0 if left out.
    public var endShare: Double?
    /// Above 1 low rates are drawn more often, which are harder to learn and most often played; 1 if left out: evenly
    /// over their logarithm.
    public var rateExponent: Double?
    /// Of all samples, those from which one step is also taken from a state a little to the side: so that what has
    /// strayed finds back. None if left out.
    public var sideShare: Double?
    /// Of those steps, the share that hears the input of another moment; none if left out.
    public var sideInputs: Double?
    /// Least rate in hertz of the simulation's own steps; 700 kHz where it is left out.
    public var gridHz: Double?
  }
}
