import SolverKernelInterface

/// Input, knobs and time step, and what follows from them.
extension LaneStep {
  @inline(__always)
  func knobsMove(_ active: Mask) -> Bool {
    var moves = Mask(repeating: false)
    for knob in 0..<program.pointee.knobCount {
      moves = moves .| (rows.pointee.knobsFrom[knob] .!= rows.pointee.knobsTo[knob])
    }
    return (moves .& active).isAnywhere || !rows.pointee.scalars.pointee.isPrepared
  }

  @inline(__always)
  func setCompanions() {
    let scalars = rows.pointee.scalars
    let companion = Values(1) / (Values(Self.gamma) * scalars.pointee.timeStep)
    guard (companion .!= scalars.pointee.companion).isAnywhere else { return }
    scalars.pointee.companion = companion
    for index in 0..<program.pointee.companions.count {
      let (parameter, coefficient) = program.pointee.companions.pointer[index]
      rows.pointee.parameters[Int(parameter)] = Values(coefficient) * companion
    }
    scalars.pointee.isPrepared = false
  }

  /// Sets input and knobs of this instant; `fraction` runs over the time step.
  @inline(__always)
  func setSources(at fraction: Double, knobsMove: Bool) {
    let scalars = rows.pointee.scalars
    let (from, to) = (scalars.pointee.inputFrom, scalars.pointee.inputTo)
    slots[program.pointee.inputSlot] = fraction >= 1 ? to : from.adding(to - from, Values(fraction))
    if knobsMove { setKnobs(at: fraction) }
    if !scalars.pointee.isPrepared { rebuild() }
  }

  @inline(never)
  private func setKnobs(at fraction: Double) {
    let first = program.pointee.firstKnobSlot
    for knob in 0..<program.pointee.knobCount {
      let (from, to) = (rows.pointee.knobsFrom[knob], rows.pointee.knobsTo[knob])
      slots[first + knob] = fraction >= 1 ? to : from.adding(to - from, Values(fraction))
    }
    runKnobTape()
    for index in 0..<program.pointee.knobParameters.count {
      let part = program.pointee.knobParameters.pointer[index]
      rows.pointee.parameters[Int(part.parameter)] = slots[Int(part.slot)]
    }
    rows.pointee.scalars.pointee.isPrepared = false
  }

  /// The base matrix, and the factors of its constant pivots.
  @inline(never)
  private func rebuild() {
    let base = rows.pointee.base
    for entry in 0..<program.pointee.entryRows.count { base[entry] = Values(0) }
    for index in 0..<program.pointee.stamps.count {
      let stamp = program.pointee.stamps.pointer[index]
      base[Int(stamp.entry)] = base[Int(stamp.entry)].adding(
        Values(stamp.sign), rows.pointee.parameters[Int(stamp.parameter)])
    }
    prepareFactors()
    rows.pointee.scalars.pointee.isPrepared = true
  }

  /// Lanes whose knobs leave an element without a usable value.
  @inline(never)
  func unusable() -> Mask {
    var result = Mask(repeating: false)
    for index in 0..<program.pointee.knobParameters.count {
      let part = program.pointee.knobParameters.pointer[index]
      let value = rows.pointee.parameters[Int(part.parameter)]
      result = result .| .!(value.magnitude .< Values(.infinity))
      if part.isResistor { result = result .| .!(value .> Values(0)) }
    }
    return result
  }
}
