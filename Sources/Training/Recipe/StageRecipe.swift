import ModelFormat

/// How one stage of a circuit is learnt.
public struct StageRecipe: Codable, Sendable, Equatable {
  public var name: String
  /// The node it ends at; the last stage's is `out`. The next begins there.
  public var to: String
  /// Input taps as delays in model samples, ascending from 0.
  public var taps: [Int]
  /// Where players clamp this stage's input: what lies beyond must sound the same, as behind an input that saturates.
  /// Left out: the hottest input of the training for the first stage, twice the loudest met for others.
  public var inputLimitVolts: Double?
  public var output: OutputKind
  /// With a row of its own: a fixed sum of states, by name, in volts per unit, that the output is and that the row need
  /// not tell. So the row has the rest to learn, which may be small.
  public var outputFollows: [String: Double]?
  /// The state by whose steps all others are told, as `v(C8)`: where one nonlinear current alone moves them all. Its row
  /// is all that the network learns.
  public var carrier: String?
  /// Left out: the stage is linear and its small-signal part is all of it.
  public var network: NetworkRecipe?
  /// κ, in the order of the Chebyshev series.
  public var coordinates: [CoordinateRecipe]
  /// As long as there is a network.
  public var fit: FitRecipe?
  /// How close the series must come to the linearised circuit; −90 dB where it is left out. Three knobs on one linear
  /// stage can make that dear.
  public var smallSignalDecibels: Double?
  /// For a stage that is nothing but a knob of role `level`: order of its gain's series.
  public var gainDegree: Int?

  public enum OutputKind: String, Codable, Sendable {
    /// A fixed sum of the states, as where `out` is a capacitor's voltage.
    case states
    /// A fixed sum of the states and of the input of the same instant.
    case sum
    /// A row of its own, in the small-signal part and in the network.
    case row
  }

  public struct NetworkRecipe: Codable, Sendable, Equatable {
    public var layers: [Int]
    /// Off for circuits that treat both polarities alike: then the network is odd and exact zero stays zero.
    public var hasBiases: Bool
    public var activation: Activation
    /// σ: for a stage that amplifies before it clips. Its rows hear their small-signal part through a window that closes
    /// where that part alone would take a step of so many ordinary ones. Left out: they hear it always.
    public var window: Double?
    /// Rows that have a window although their state is slow, by name: as of a capacitor behind a stage that amplifies
    /// and clips.
    public var windowed: [String]?
  }

  public struct CoordinateRecipe: Codable, Sendable, Equatable {
    public enum Use: String, Codable, Sendable {
      case snapshots, condition
      /// The exact small-signal part alone follows it.
      case linear
    }

    /// A control's id, or `time-step`.
    public var source: String
    public var use: Use
    /// Snapshot nodes of each growth stage, ascending; every one but the last a subset of what follows.
    public var growth: [Int]?
    /// Order of the small-signal series along this coordinate.
    public var degree: Int
    /// q = ln(offset + slope · position) where given; else the position.
    public var logarithm: Line?
    /// q = time step · exp(offset + slope · position): the share of its time constant by which every state of the
    /// stage moves in one sample.
    public var rate: Line?

    public struct Line: Codable, Sendable, Equatable {
      public var offset: Double
      public var slope: Double
    }
  }

  public struct FitRecipe: Codable, Sendable, Equatable {
    /// Samples of a one-step draw and accepted iterations of each growth stage.
    public var oneStepSamples: Int
    public var oneStepIterations: [Int]
    public var redrawEvery: Int
    /// Samples of a draw in each growth stage, where one number does not suit all: few to find the way, many at the end,
    /// when what a draw says by chance is most of what moves the weights. The finish draws as the last stage does.
    public var stageSamples: [Int]?
    /// Places in the simulated material that draws are made from: 150 000 if left out, more where draws are large, which
    /// would soon have drawn each of them.
    public var candidates: Int?
    /// How much less hot passages count in each growth stage, and in the multi-step finish (one more).
    public var heatExponents: [Double]
    /// Sequences, their length, accepted iterations and redraws of the multi-step finish.
    public var sequences: Int
    public var sequenceSteps: Int
    /// For long sequences, in which it shows what drifts: errors count at every so many steps, the last among them, and
    /// single steps are trained on beside. Left out: errors of all steps count, and sequences are all there is.
    public var sequenceJudgedEvery: Int?
    public var multiStepIterations: Int
    public var multiStepRedrawEvery: Int
    /// How much more than its share in the sound a sample counts for being hard: 1, the same as how much more often it
    /// is drawn, if left out; 0 where rare switching would drown everything else.
    public var emphasis: Double?
    /// Passages quieter than this share of the ordinary output count no more than it: 0.1 if left out, less where some
    /// knob position lets little through.
    public var quietFloor: Double?
    /// How long the circuit is listened to for an error in a state: 0.012 if left out, more where slow capacitors carry
    /// the bias.
    public var listenSeconds: Double?
    /// What errors of a row count against the one that counts most, by the state's name or `output`, where what was heard
    /// of them at a few places misleads: as of a state that is heard only while an edge lasts.
    public var rowsCount: [String: Double]?
    /// How large weights between values of unit size are expected to be before a sample is seen (see `WeightPrior`). Left
    /// out: as large as a draw of samples likes them.
    public var weightSize: Double?
    /// Starts that are tried; the best in free run is kept.
    public var seeds: Int
  }

  /// Samples of a one-step draw in a growth stage; of the last one in the finish, too.
  func samples(ofStage stage: Int) -> Int {
    guard let fit else { return 0 }
    return fit.stageSamples.map { $0[min(stage, $0.count - 1)] } ?? fit.oneStepSamples
  }

  /// Growth stages; equal to the length of every `growth`.
  var growthCount: Int { fit?.oneStepIterations.count ?? 0 }
}
