/// Everything that a step of eight lanes reads and writes.
public struct LaneRows: @unchecked Sendable {
  /// See ``LaneProgram``.
  public let slots: Row
  public let base: Row
  public let parameters: Row
  public let residual: Row
  public let rest: Row
  /// What devices add to the entries that depend on unknowns.
  public let slopes: Row
  public let factors: Row
  public let update: Row
  public let work: Row
  public let derivatives: Row
  /// Unknowns at the last accepted point, and one and two before it.
  public let accepted: Row
  public let before: Row
  public let earlier: Row
  /// By how much the guesses of both stages fell short in the last step, and the first one in this step.
  public let missedFirst: Row
  public let missedSecond: Row
  public let missing: Row
  public let guess: Row
  /// Memories at the last accepted point, and what the stage at hand starts from.
  public let memory: Row
  public let history: Row
  /// Charges likewise, and as last assembled: value, two slopes, the two voltages they were taken at.
  public let charge: Row
  public let chargeHistory: Row
  public let chargePoints: Row
  /// Junction voltages at which devices were last assembled.
  public let limits: Row
  public let knobsFrom: Row
  public let knobsTo: Row
  public let scalars: UnsafeMutablePointer<Scalars>

  public struct Scalars {
    public var inputFrom = Values()
    public var inputTo = Values()
    /// Seconds: of a step, and since the start.
    public var timeStep = Values(repeating: 1)
    public var time = Values()
    /// 1 / (γh) of the base matrix.
    public var companion = Values(repeating: -1)
    /// What an update of 1 V leaves to do, by expressions' curvature; the largest lately seen.
    public var curvature = Values(repeating: 1e6)
    public var lastCurved = Values()
    /// Steps since the last one that was checked by one more update.
    public var unchecked = Values()
    /// Whether the base matrix, and the factors of its constant pivots, are those of the knob slots.
    public var isPrepared = false

    public init() {}
  }

  private let block: UnsafeMutableRawPointer

  public init(_ program: borrowing LaneProgram) {
    let n = program.unknownCount
    let (memories, charges) = (program.memories.count, program.charges.count)
    let counts = [
      program.slotStart.count, program.entryRows.count, program.parameterStart.count, n + 1, n + 1,
      program.slopeEntries.count + 1, program.constantSize + 2 * program.variableSize, n, n, program.derivativeRows,
      n, n, n, n, n, n, n, memories, memories, charges, charges, 5 * charges, program.limitCount, program.knobCount,
      program.knobCount,
    ]
    let total = counts.reduce(0, +) + 1
    block = .allocate(byteCount: total * MemoryLayout<Values>.stride, alignment: 64)
    let start = block.bindMemory(to: Values.self, capacity: total)
    start.initialize(repeating: Values(), count: total)
    var next = start
    let rows = counts.map { count in
      defer { next += count }
      return next
    }
    (slots, base, parameters, residual, rest, slopes) = (rows[0], rows[1], rows[2], rows[3], rows[4], rows[5])
    (factors, update, work, derivatives) = (rows[6], rows[7], rows[8], rows[9])
    (accepted, before, earlier) = (rows[10], rows[11], rows[12])
    (missedFirst, missedSecond, missing, guess) = (rows[13], rows[14], rows[15], rows[16])
    (memory, history, charge, chargeHistory) = (rows[17], rows[18], rows[19], rows[20])
    (chargePoints, limits, knobsFrom, knobsTo) = (rows[21], rows[22], rows[23], rows[24])
    scalars = .allocate(capacity: 1)
    scalars.initialize(to: Scalars())
    for index in 0..<program.slotStart.count { slots[index] = Values(repeating: program.slotStart.pointer[index]) }
    for index in 0..<program.parameterStart.count {
      parameters[index] = Values(repeating: program.parameterStart.pointer[index])
    }
    for part in UnsafeBufferPointer(start: program.behaviours.pointer, count: program.behaviours.count) {
      // Row 0 is zero, then the unit rows.
      let (first, width) = (Int(part.derivativeStart), Int(part.variableCount))
      for column in 0..<width { derivatives[first + (column + 1) * width + column] = Values(repeating: 1) }
    }
  }

  public func deallocate() {
    block.deallocate()
    scalars.deallocate()
  }
}
