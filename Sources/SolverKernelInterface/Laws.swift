/// Constants of one junction's exponential, whose current below `edge` is a cubic.
public struct JunctionNumbers: Sendable {
  /// Amperes; N·Vt in volts.
  public var saturation = 0.0
  public var scale = 1.0
  public var inverseScale = 1.0
  /// The voltage above which it is too steep for Newton's steps.
  public var critical = Double.infinity
  public var edge = -Double.infinity
  public var edgeConductance = 0.0

  public init() {}
}

/// Constants of a depletion layer's charge; farads at 0 V, or 0 where there is none.
public struct LayerNumbers: Sendable {
  public var capacitance = 0.0
  public var potential = 1.0
  public var grading = 0.0
  public var edge = 0.0
  public var edgeCharge = 0.0
  public var slopeScale = 0.0
  public var slopeStart = 0.0

  public init() {}
}

/// Constants of a diode.
public struct DiodeNumbers: Sendable {
  public var junction = JunctionNumbers()
  /// Volts of breakdown, or infinity, and the exponential there.
  public var knee = Double.infinity
  public var breakdown = JunctionNumbers()
  public var layer = LayerNumbers()
  /// Seconds.
  public var transit = 0.0
  public var injects = false
  public var injection = InjectionNumbers()
  /// The largest of its exponentials' 1 / (N·Vt).
  public var steepness = 1.0

  public init() {}
}

/// Constants of a diode's high injection and recombination; see `InjectionLaw` of the scalar solver.
public struct InjectionNumbers: Sendable {
  public var inverseForwardKnee = 0.0
  public var inverseReverseKnee = 0.0
  public var recombination = 0.0
  public var inverseScale = 1.0
  public var inversePotential = 1.0
  public var grading = 0.0
  public var start = 0.0
  public var inverseWidth = 1.0

  public init() {}
}

/// Constants of a Gummel–Poon transistor; see `BipolarLaw` of the scalar solver for what they mean.
public struct BipolarNumbers: Sendable {
  public var polarity = 1.0
  public var isCharged = false
  /// Whether the base charge is 1 whatever the voltages.
  public var isPlain = true
  public var hasKnee = false
  public var forward = JunctionNumbers()
  public var reverse = JunctionNumbers()
  /// A saturation of 0 is none.
  public var emitterLeakage = JunctionNumbers()
  public var collectorLeakage = JunctionNumbers()
  public var inverseForwardGain = 0.0
  public var inverseReverseGain = 0.0
  public var inverseForwardEarly = 0.0
  public var inverseReverseEarly = 0.0
  public var inverseForwardKnee = 0.0
  public var inverseReverseKnee = 0.0
  public var emitterLayer = LayerNumbers()
  public var collectorLayer = LayerNumbers()
  public var forwardTransit = 0.0
  public var reverseTransit = 0.0
  public var growth = 0.0
  public var inverseGrowthVoltage = 0.0
  public var growthCurrent = 0.0

  public init() {}
}
