/// How far junctions have come, in units of their N·Vt.
struct JunctionStep {
  /// The largest change since they were assembled. Junctions that stay well below conduction do not count:
  /// they are straight.
  var since = 0.0
  /// The largest change since the matrix was factorised. There, volts on a junction that does not conduct count for
  /// the Early effect.
  var fromFactors = 0.0

  /// Volts that change a slope as much as one N·Vt does on a conducting junction, or more.
  static let early = 20.0
  /// Volts that change the slope of a channel as much as one N·Vt does that of a junction, or more.
  static let channel = 0.2

  @inline(__always)
  mutating func note(_ v: Double, _ assembled: Double, _ factored: Double, bends: Bool, inverseScale: Double) {
    if bends {
      since = max(since, abs(v - assembled) * inverseScale)
      fromFactors = max(fromFactors, abs(v - factored) * inverseScale)
    } else {
      fromFactors = max(fromFactors, abs(v - factored) * (1 / Self.early))
    }
  }

  /// What the update left to do, relative to the current of the worst junction.
  ///
  /// - Parameter reused: whether the factors were older than the assembly.
  @inline(__always)
  func rest(reused: Bool) -> Double { since * (0.5 * since + (reused ? fromFactors : 0)) }
}

extension Lane {
  @inline(__always)
  func junctionStep() -> JunctionStep {
    var step = JunctionStep()
    for index in 0..<plan.junctions.count {
      let part = plan.junctions.pointer + index
      let v = slots[Int(part.pointee.a)] - slots[Int(part.pointee.b)]
      let law = part.pointer(to: \.law)!
      step.note(
        v, limits[index], factored[index], bends: law.pointee.bends(at: v) || law.pointee.bends(at: limits[index]),
        inverseScale: law.pointee.steepness)
    }
    for index in 0..<plan.bipolars.count {
      let part = plan.bipolars.pointer + index
      let law = part.pointer(to: \.law)!
      note(part, law.pointee.polarity, law.pointee.forward, law.pointee.reverse, &step)
    }
    for index in 0..<plan.fields.count {
      let part = plan.fields.pointer + index
      let law = part.pointer(to: \.law)!
      let (first, second) = voltages(part, law.pointee.polarity)
      let at = Int(part.pointee.limit)
      let junction = law.pointee.junction
      for (v, at) in [(first, at), (second, at + 1)] {
        // The channel is a parabola, wherever it conducts.
        step.note(v, limits[at], factored[at], bends: true, inverseScale: 1 / JunctionStep.channel)
        guard junction.bends(at: max(v, limits[at])) else { continue }
        step.note(v, limits[at], factored[at], bends: true, inverseScale: junction.inverseScale)
      }
    }
    return step
  }

  @inline(__always)
  private func note(
    _ part: UnsafeMutablePointer<Plan.Three<BipolarLaw>>, _ polarity: Double, _ forward: Exponential,
    _ reverse: Exponential, _ step: inout JunctionStep
  ) {
    let (first, second) = voltages(part, polarity)
    let at = Int(part.pointee.limit)
    step.note(
      first, limits[at], factored[at], bends: forward.bends(at: max(first, limits[at])),
      inverseScale: forward.inverseScale)
    step.note(
      second, limits[at + 1], factored[at + 1], bends: reverse.bends(at: max(second, limits[at + 1])),
      inverseScale: reverse.inverseScale)
  }
}
