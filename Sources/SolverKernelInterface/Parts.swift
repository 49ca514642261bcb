/// Operations that tapes execute side by side; ``rare`` ones are asked for lane by lane.
public enum TapeOperation: UInt8, Sendable {
  case add, subtract, multiply, divide, negate, minimum, maximum, absolute, select, power, exponential, logarithm
  case squareRoot, hyperbolicSine, hyperbolicCosine, hyperbolicTangent
  case rare
}

/// One operation on slots, with rows of derivatives as the scalar tape has them.
public struct TapeStep: Sendable {
  public var operation = TapeOperation.rare
  /// What ``LaneProgram/rareOperation`` knows the operation by.
  public var code: UInt8 = 0
  public var result: Int32 = 0
  public var a: Int32 = 0
  public var b: Int32 = 0
  public var c: Int32 = 0
  public var resultRow: Int32 = 0
  public var aRow: Int32 = 0
  public var bRow: Int32 = 0
  public var cRow: Int32 = 0
  public var tableStart: Int32 = 0
  public var tableCount: Int32 = 0

  public init() {}
}

/// A behavioural current from `plusRow` to `minusRow`, or the equation of a behavioural voltage.
public struct BehaviourPart: Sendable {
  public var tapeStart: Int32 = 0
  public var tapeCount: Int32 = 0
  public var result: Int32 = 0
  public var resultRow: Int32 = 0
  public var plusRow: Int32 = 0
  public var minusRow: Int32 = 0
  public var variableStart: Int32 = 0
  public var variableCount: Int32 = 0
  /// Where its rows of derivatives begin: zeros, then unit rows, then the tape's.
  public var derivativeStart: Int32 = 0

  public init() {}
}

/// A diode. Entries are those of the slopes: of `aa`, `ab`, `ba`, `bb`.
public struct JunctionPart: Sendable {
  public var a: Int32 = 0
  public var b: Int32 = 0
  public var rowA: Int32 = 0
  public var rowB: Int32 = 0
  public var entries = SIMD4<Int32>()
  public var law = DiodeNumbers()
  /// Among the charges, or −1.
  public var charge: Int32 = -1

  public init() {}
}

/// A transistor by its slots, rows and entries (by row, then by terminal) of collector, base and emitter.
public struct TransistorPart: @unchecked Sendable {
  public var slots = SIMD4<Int32>()
  public var rows = SIMD4<Int32>()
  public var entries = SIMD16<Int32>()
  /// The first of its two among the limited voltages, and among the charges or −1.
  public var limit: Int32 = 0
  public var charge: Int32 = -1
  public var polarity = 1.0
  /// Both junctions, for the limits.
  public var forward = JunctionNumbers()
  public var reverse = JunctionNumbers()
  /// What ``LaneProgram/rareTransistor`` knows the law by; nil for those in ``LaneProgram/bipolars``.
  public var law: UnsafeRawPointer?

  public init() {}
}

/// A MOSFET's channel by slots of drain, gate, source, bulk.
public struct ChannelPart: @unchecked Sendable {
  public var slots = SIMD4<Int32>()
  public var rows = SIMD2<Int32>()
  public var entries = SIMD8<Int32>()
  public var polarity = 1.0
  public var law: UnsafeRawPointer?

  public init() {}
}

/// A charge alone between two slots.
public struct LayerPart: Sendable {
  public var a: Int32 = 0
  public var b: Int32 = 0
  public var rowA: Int32 = 0
  public var rowB: Int32 = 0
  public var entries = SIMD4<Int32>()
  public var law = LayerNumbers()
  public var charge: Int32 = 0

  public init() {}
}
