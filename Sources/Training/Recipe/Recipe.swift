import ModelFormat

/// How a circuit becomes a model: `recipe.json` beside the netlist.
public struct Recipe: Codable, Sendable, Equatable {
  public var name: String
  public var controls: [Control]
  /// Input taps as delays in model samples, ascending from 0.
  public var taps: [Int]
  /// What the output is made of.
  public var output: OutputKind
  public var network: NetworkRecipe
  /// Names of the coordinates, in the order of the Chebyshev series: control ids, and `time-step`.
  public var coordinates: [CoordinateRecipe]
  public var levels: Levels
  public var data: DataRecipe
  public var fit: FitRecipe

  public enum OutputKind: String, Codable, Sendable {
    /// A fixed sum of the states, as where `out` is a capacitor's voltage.
    case states
    /// A row of the network of its own.
    case network
  }

  public struct NetworkRecipe: Codable, Sendable, Equatable {
    public var layers: [Int]
    /// Off for circuits that treat both polarities alike: then the network is odd and exact zero stays zero.
    public var hasBiases: Bool
    public var activation: Activation
  }

  public struct CoordinateRecipe: Codable, Sendable, Equatable {
    public enum Use: String, Codable, Sendable {
      case snapshots, condition
    }

    /// A control's id, or `time-step`.
    public var source: String
    public var use: Use
    /// Snapshot nodes of each growth stage, ascending; every one but the last a subset of what follows.
    public var growth: [Int]
    /// Order of the small-signal series along this coordinate.
    public var degree: Int
    /// q = ln(offset + slope · position) where given; else the position.
    public var logarithm: Logarithm?

    public struct Logarithm: Codable, Sendable, Equatable {
      public var offset: Double
      public var slope: Double
    }
  }

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
  }

  public struct FitRecipe: Codable, Sendable, Equatable {
    /// Samples of a one-step draw and accepted iterations of each growth stage.
    public var oneStepSamples: Int
    public var oneStepIterations: [Int]
    public var redrawEvery: Int
    /// How much less hot passages count in each growth stage, and in the multi-step finish (one more).
    public var heatExponents: [Double]
    /// Sequences, their length, accepted iterations and redraws of the multi-step finish.
    public var sequences: Int
    public var sequenceSteps: Int
    public var multiStepIterations: Int
    public var multiStepRedrawEvery: Int
    /// Starts that are tried; the best in free run is kept.
    public var seeds: Int
  }

  /// Growth stages; equal to the length of every `growth`.
  public var stageCount: Int { fit.oneStepIterations.count }
}
