/// A circuit's equations as the kernels execute them: plain tables, no references.
///
/// Slots hold every value: unknowns at 0..<``unknownCount``, then ground, one, the input, the knobs, constants,
/// intermediate results. Row ``unknownCount`` and the slope past the last one take what is not needed.
public struct LaneProgram: @unchecked Sendable {
  public struct Memory: Sendable {
    public var a: Int32
    public var b: Int32
    public var rowA: Int32
    public var rowB: Int32
    public var coefficient: Double

    public init(a: Int32, b: Int32, rowA: Int32, rowB: Int32, coefficient: Double) {
      (self.a, self.b, self.rowA, self.rowB, self.coefficient) = (a, b, rowA, rowB, coefficient)
    }
  }

  public struct Charge: Sendable {
    public var a: Int32
    public var b: Int32
    public var c: Int32
    public var sign: Double

    public init(a: Int32, b: Int32, c: Int32, sign: Double) {
      (self.a, self.b, self.c, self.sign) = (a, b, c, sign)
    }
  }

  /// A pivot of the factors: see `SparseFactors`.
  public struct Pivot: Sendable {
    public var start: Int32
    public var right: Int32
    public var below: Int32
    public var row: Int32
    public var column: Int32
    public var targets: Int32
    public var places: Int32

    public init(
      start: Int32, right: Int32, below: Int32, row: Int32, column: Int32, targets: Int32, places: Int32
    ) {
      (self.start, self.right, self.below, self.row) = (start, right, below, row)
      (self.column, self.targets, self.places) = (column, targets, places)
    }
  }

  /// How smooth the least smooth expression is.
  public enum Smoothness: Sendable { case jumps, hasCorners, isSmooth }

  public var unknownCount = 0
  public var inputSlot = 0
  public var firstKnobSlot = 0
  public var knobCount = 0
  public var outputSlot = 0

  // Stamps
  public var slotStart: Table<Double> = .empty
  public var parameterStart: Table<Double> = .empty
  /// Parameters that are coefficients of 1 / (γh).
  public var companions: Table<(parameter: Int32, coefficient: Double)> = .empty
  /// Parameters that a slot of the knob tape holds, and whether it has to be above zero.
  public var knobParameters: Table<(parameter: Int32, slot: Int32, isResistor: Bool)> = .empty
  public var stamps: Table<(entry: Int32, parameter: Int32, sign: Double)> = .empty
  /// Entries of unknowns come first, sorted by row.
  public var unknownEntries = 0
  public var rowStarts: Table<Int32> = .empty
  public var entryRows: Table<Int32> = .empty
  public var entrySlots: Table<Int32> = .empty
  public var memories: Table<Memory> = .empty
  public var mutuals: Table<(row: Int32, memory: Int32, inductance: Double)> = .empty

  // Tapes
  public var knobTape: Table<TapeStep> = .empty
  public var hotTape: Table<TapeStep> = .empty
  public var tables: Table<Double> = .empty
  public var behaviours: Table<BehaviourPart> = .empty
  public var behaviourSlopes: Table<(plus: Int32, minus: Int32)> = .empty
  public var derivativeRows = 0
  public var smoothness = Smoothness.isSmooth
  public var curvedUnknowns: Table<Int32> = .empty

  // Devices; slopes are the matrix entries that depend on unknowns.
  public var slopeEntries: Table<Int32> = .empty
  /// The slope of each entry, or −1.
  public var slopeOfEntry: Table<Int32> = .empty
  public var junctions: Table<JunctionPart> = .empty
  public var bipolars: Table<TransistorPart> = .empty
  public var bipolarLaws: Table<BipolarNumbers> = .empty
  public var fields: Table<TransistorPart> = .empty
  public var channels: Table<ChannelPart> = .empty
  public var layers: Table<LayerPart> = .empty
  public var charges: Table<Charge> = .empty
  public var limitCount = 0

  // Factors
  public var constantPivots = 0
  public var constantSize = 0
  public var variableSize = 0
  public var pivots: Table<Pivot> = .empty
  public var targets: Table<Int32> = .empty
  public var places: Table<Int32> = .empty
  /// Place of every entry of unknowns, and of every slope (those of unknowns come first), among the factors.
  public var loads: Table<Int32> = .empty
  public var slopeLoads: Table<Int32> = .empty

  // Tolerances
  public var tolerances: Table<Double> = .empty
  public var voltageTolerance = 0.0
  public var relativeTolerance = 0.0
  public var junctionTolerance = 0.0
  public var cornerTolerance = 0.0
  /// Volts per step by which a capacitor's slope may change within a step.
  public var bendTolerance = 0.0
  /// A stage is checked by a second update after so many.
  public var uncheckedStages = 64
  public var plainIterations = 24

  /// An operation's value and three partial derivatives, by its code, its three arguments and its table.
  public typealias RareOperation =
    @convention(c) (
      _ code: UInt8, _ arguments: UnsafePointer<Double>, _ table: UnsafePointer<Double>, _ tableCount: Int32,
      _ result: UnsafeMutablePointer<Double>
    ) -> Void

  /// A device by its law and voltages.
  public typealias RareLaw =
    @convention(c) (
      _ law: UnsafeRawPointer, _ voltages: UnsafePointer<Double>, _ result: UnsafeMutablePointer<Double>
    ) -> Void

  public var rareOperation: RareOperation
  /// Two junction voltages to six currents and five charges.
  public var rareTransistor: RareLaw
  /// Voltages of gate, drain and bulk to the current and its three slopes.
  public var rareChannel: RareLaw

  /// Nothing but the ways to what is rare; the rest is filled in.
  public init(
    rareOperation: @escaping RareOperation, rareTransistor: @escaping RareLaw, rareChannel: @escaping RareLaw
  ) {
    (self.rareOperation, self.rareTransistor, self.rareChannel) = (rareOperation, rareTransistor, rareChannel)
  }
}
