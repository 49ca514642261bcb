/// The values of one simulation: everything a step reads and writes, at fixed addresses.
final class Lane {
  let plan: Plan
  /// Input, knobs, unknowns and all intermediate values; see ``Plan``.
  let slots: UnsafeMutablePointer<Double>
  let base: UnsafeMutablePointer<Double>
  let parameters: UnsafeMutablePointer<Double>
  let residual: UnsafeMutablePointer<Double>
  let rest: UnsafeMutablePointer<Double>
  let jacobian: UnsafeMutablePointer<Double>
  /// Of the matrix by the pivots at hand; see ``SparseFactors``.
  var factors: UnsafeMutablePointer<Double>
  let update: UnsafeMutablePointer<Double>
  let right: UnsafeMutablePointer<Double>
  let trial: UnsafeMutablePointer<Double>
  let derivatives: UnsafeMutablePointer<Double>
  let tolerance: UnsafeMutablePointer<Double>
  /// Unknowns at the last accepted point and at the stage before it.
  let accepted: UnsafeMutablePointer<Double>
  let stage: UnsafeMutablePointer<Double>
  /// Unknowns one and two accepted points earlier.
  let before: UnsafeMutablePointer<Double>
  let earlier: UnsafeMutablePointer<Double>
  /// By how much the guesses of both stages fell short in the last step.
  let missedFirst: UnsafeMutablePointer<Double>
  let missedSecond: UnsafeMutablePointer<Double>
  let guess: UnsafeMutablePointer<Double>
  /// Memories at the last accepted point, and what the stage at hand starts from.
  let memory: UnsafeMutablePointer<Double>
  let history: UnsafeMutablePointer<Double>
  /// Charges of devices: at the last accepted point, what the stage at hand starts from, and as last assembled.
  let charge: UnsafeMutablePointer<Double>
  let chargeHistory: UnsafeMutablePointer<Double>
  let charges: UnsafeMutablePointer<ChargePoint>
  /// Junction voltages at which devices were last assembled.
  let limits: UnsafeMutablePointer<Double>
  /// Junction voltages at which the matrix was factorised last.
  let factored: UnsafeMutablePointer<Double>
  let knobsFrom: UnsafeMutablePointer<Double>
  let knobsTo: UnsafeMutablePointer<Double>
  let more: UnsafeMutablePointer<Scalars>

  struct Scalars {
    var inputFrom = 0.0
    var inputTo = 0.0
    var knobsMove = false
    /// 1 / (γh) of the base matrix.
    var companion = -1.0
    var time = 0.0
    /// The unknown with the largest scaled update last time.
    var worst = 0
    var started = false
    var pivots: SparseFactors?
    /// Whether the factors hold what the base matrix as it is contributes.
    var isPrepared = false
    var limiting = Limiting.off
    /// Devices whose junctions were not at the unknowns' voltages when last assembled.
    var limited = 0
    /// What an update of 1 V leaves to do, by expressions' curvature; the largest lately seen.
    var curvature = 1e6
    var lastCurved = 0.0
    /// Whether the factors are those of `factored`, and what two last stages left to do by them; see ``JunctionStep``.
    var isFactored = false
    var outlook = (last: 1.0, before: 1.0)
    /// Stages in a row that were accepted after their first update.
    var unchecked = 0
  }

  private let storage: UnsafeMutablePointer<Double>
  private let size: Int

  init(_ plan: Plan, options: SolverOptions) {
    self.plan = plan
    let n = plan.unknownCount
    let (entries, memories, knobs) = (plan.entryRows.count, plan.memories.count, plan.knobCount)
    let counts = [
      plan.slots.count, entries, plan.parameters.count, n + 1, n + 1, entries + 1, 0, n, n, n,
      plan.rowBufferCount, n, n, n, memories, memories, knobs, knobs, plan.charges.count, plan.charges.count,
      plan.limitCount, plan.limitCount, n, n, n, n, n,
    ].map { $0 + 8 & ~7 }
    size = counts.reduce(0, +)
    storage = .allocate(capacity: size)
    storage.initialize(repeating: 0, count: size)
    var next = storage
    var parts: [UnsafeMutablePointer<Double>] = []
    for count in counts {
      parts.append(next)
      next += count
    }
    (slots, base, parameters, residual, rest, jacobian) = (parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])
    (update, right, trial, derivatives) = (parts[7], parts[8], parts[9], parts[10])
    factors = .allocate(capacity: 1)
    (tolerance, accepted, stage, memory, history) = (parts[11], parts[12], parts[13], parts[14], parts[15])
    (knobsFrom, knobsTo, charge, chargeHistory, limits) = (parts[16], parts[17], parts[18], parts[19], parts[20])
    (factored, before, earlier) = (parts[21], parts[22], parts[23])
    (missedFirst, missedSecond, guess) = (parts[24], parts[25], parts[26])
    charges = .allocate(capacity: plan.charges.count + 1)
    charges.initialize(repeating: ChargePoint(), count: plan.charges.count + 1)
    more = .allocate(capacity: 1)
    more.initialize(to: Scalars())
    slots.update(from: plan.slots.pointer, count: plan.slots.count)
    parameters.update(from: plan.parameterStart.pointer, count: plan.parameters.count)
    for index in 0..<n {
      tolerance[index] = plan.unknownIsCurrent[index] ? options.currentTolerance : options.voltageTolerance
    }
  }

  /// A copy that shares nothing.
  convenience init(copying other: Lane) {
    self.init(other.plan, options: SolverOptions())
    storage.update(from: other.storage, count: size)
    charges.update(from: other.charges, count: plan.charges.count)
    more.pointee = other.more.pointee
    guard let pivots = more.pointee.pivots else { return }
    factors.deallocate()
    factors = .allocate(capacity: pivots.size + 1)
    factors.update(from: other.factors, count: pivots.size)
  }

  deinit {
    storage.deallocate()
    factors.deallocate()
    charges.deallocate()
    more.deinitialize(count: 1)
    more.deallocate()
  }

  /// Sets input and knobs of this instant; `fraction` runs over the time step.
  @inline(__always)
  func setSources(at fraction: Double) {
    let plan = plan
    let from = more.pointee.inputFrom
    slots[plan.inputSlot] = fraction >= 1 ? more.pointee.inputTo : from + (more.pointee.inputTo - from) * fraction
    guard more.pointee.knobsMove else { return }
    for knob in 0..<plan.knobCount {
      slots[plan.firstKnobSlot + knob] =
        fraction >= 1 ? knobsTo[knob] : knobsFrom[knob] + (knobsTo[knob] - knobsFrom[knob]) * fraction
    }
    knobsChanged()
  }

  /// Brings everything that follows from the knob slots up to date.
  func knobsChanged() {
    Tape.run(plan.knobTape.buffer, slots: slots, tables: plan.tables.pointer)
    guard plan.knobParameters.count > 0 else { return }
    for (parameter, slot, _) in plan.knobParameters.buffer { parameters[Int(parameter)] = slots[Int(slot)] }
    rebuild()
  }

  /// - Parameter companion: 1 / (γh); 0 opens capacitors and shorts inductors.
  func setCompanion(_ companion: Double) {
    guard companion != more.pointee.companion else { return }
    more.pointee.companion = companion
    for index in plan.companions.buffer {
      if case .companion(let coefficient) = plan.parameters[Int(index)] {
        parameters[Int(index)] = coefficient * companion
      }
    }
    rebuild()
  }

  private func rebuild() {
    base.update(repeating: 0, count: plan.entryRows.count)
    for stamp in plan.stamps.buffer { base[Int(stamp.entry)] += stamp.sign * parameters[Int(stamp.parameter)] }
    jacobian.update(from: base, count: plan.entryRows.count)
    more.pointee.isPrepared = false
    more.pointee.isFactored = false
  }

  /// The memories as the unknowns and sources have them now.
  @inline(__always)
  func readMemories(into values: UnsafeMutablePointer<Double>) {
    for index in 0..<plan.memories.count {
      let part = plan.memories.pointer[index]
      values[index] = slots[Int(part.a)] - slots[Int(part.b)]
    }
  }
}
