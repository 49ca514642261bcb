import SolverKernelInterface

/// Newton's method on the stage at hand.
extension LaneStep {
  /// Solves F(x) = 0 from the unknowns in the slots, for the lanes in `active`.
  ///
  /// - Parameter isChecked: lanes whose first update must be followed by another.
  /// - Returns: lanes that found no solution.
  @inline(never)
  func solve(_ active: Mask, isChecked: Mask) -> Mask {
    let (program, rows) = (program, rows)
    let update = rows.pointee.update
    var pending = active
    var failed = Mask(repeating: false)
    var last = Values(.infinity)
    var strikes = Values(0)
    for iteration in 0..<program.pointee.plainIterations {
      guard pending.isAnywhere else { return failed }
      let first = iteration > 0 ? program.pointee.constantPivots : 0
      let limited = assemble(from: first, pending)
      factorise()
      solveUpdate(from: first)
      var sum = Values(0)
      for i in 0..<n {
        slots[i] -= update[i].only(where: pending)
        sum += update[i].magnitude
      }
      let lost = pending .& .!(sum .< Values(.infinity))
      failed = failed .| lost
      pending = pending .& .!lost
      var settled = settled(pending .& .!limited, iteration)
      if iteration == 0 { settled = settled .& .!isChecked }
      pending = pending .& .!settled
      guard pending.isAnywhere else { return failed }

      let size = updateSize()
      var small = pending .& (size .<= Values(1)) .& .!limited
      if small.isAnywhere {
        small = small .& residualIsSmall(from: first)
        pending = pending .& .!small
      }
      let slow = pending .& (size .> Values(0.7) * last) .& .!limited
      strikes += Values(1).only(where: slow)
      let stuck = slow .& (strikes .> Values(14))
      failed = failed .| stuck
      pending = pending .& .!stuck
      last = size
    }
    return failed .| pending
  }

  /// The last update's largest part, in units of what is tolerated.
  @inline(never)
  private func updateSize() -> Values {
    var size = Values(0)
    let (update, tolerances) = (rows.pointee.update, program.pointee.tolerances.pointer)
    let relative = Values(program.pointee.relativeTolerance)
    for i in 0..<n {
      size = size.larger(update[i].magnitude / Values(tolerances[i]).adding(relative, slots[i].magnitude))
    }
    return size
  }

  /// Lanes whose last update leaves, by what is known of the devices' curvature, less than the tolerance to do.
  @inline(__always)
  private func settled(_ asked: Mask, _ iteration: Int) -> Mask {
    let (program, rows) = (program, rows)
    var result = asked
    guard program.pointee.smoothness != .jumps else { return Mask(repeating: false) }
    if program.pointee.curvedUnknowns.count > 0 {
      let scalars = rows.pointee.scalars
      var curved = Values(0)
      for index in 0..<program.pointee.curvedUnknowns.count {
        curved = curved.larger(rows.pointee.update[Int(program.pointee.curvedUnknowns.pointer[index])].magnitude)
      }
      let last = scalars.pointee.lastCurved
      if iteration > 0 {
        let learns = asked .& (last .> Values(1e-9))
        let seen = (Values(0.7) * scalars.pointee.curvature).larger(curved / (last * last))
        scalars.pointee.curvature = scalars.pointee.curvature.replacing(with: seen, where: learns)
      }
      scalars.pointee.lastCurved = last.replacing(with: curved, where: asked)
      if program.pointee.smoothness == .hasCorners {
        result = result .& (curved .<= Values(program.pointee.cornerTolerance))
      }
      let left = scalars.pointee.curvature * curved * curved
      result = result .& (left .<= Values(0.1 * program.pointee.voltageTolerance))
    }
    if program.pointee.limitCount > 0 {
      let since = junctionStep()
      result = result .& (Values(0.5) * since * since .<= Values(program.pointee.junctionTolerance))
    }
    return result
  }

  /// Lanes where no equation is further off than updates of the tolerated size explain.
  @inline(never)
  private func residualIsSmall(from first: Int) -> Mask {
    let (starts, columns) = (program.pointee.rowStarts.pointer, program.pointee.entrySlots.pointer)
    let (tolerances, slopes) = (program.pointee.tolerances.pointer, program.pointee.slopeOfEntry.pointer)
    var result = Mask(repeating: true)
    for k in first..<n {
      let row = Int(program.pointee.pivots.pointer[k].row)
      var allowed = Values(1e-12)
      for entry in Int(starts[row])..<Int(starts[row + 1]) {
        let column = Int(columns[entry])
        let slope = Int(slopes[entry])
        let value = slope < 0 ? rows.pointee.base[entry] : rows.pointee.base[entry] + rows.pointee.slopes[slope]
        let tolerance = Values(tolerances[column]).adding(Values(1e-9), slots[column].magnitude)
        allowed = allowed.adding(value.magnitude, tolerance)
      }
      result = result .& (rows.pointee.residual[row].magnitude .<= allowed)
    }
    return result
  }

  /// How far junctions have come since they were assembled, in units of their N·Vt: the largest change of those that
  /// conduct.
  @inline(__always)
  private func junctionStep() -> Values {
    let (program, limits) = (program, rows.pointee.limits)
    var since = Values(0)
    for index in 0..<program.pointee.junctions.count {
      let part = program.pointee.junctions.pointer + index
      let v = slots[Int(part.pointee.a)] - slots[Int(part.pointee.b)]
      let law = UnsafePointer(part.pointer(to: \.law)!)
      let bends = DiodeNumbers.bends(law, v) .| DiodeNumbers.bends(law, limits[index])
      let step = (v - limits[index]).magnitude * Values(law.pointee.steepness)
      since = since.larger(step.only(where: bends))
    }
    for index in 0..<program.pointee.bipolars.count {
      let part = program.pointee.bipolars.pointer + index
      let (first, second) = voltages(part)
      let limit = limits + Int(part.pointee.limit)
      note(first, limit[0], part.pointer(to: \.forward)!, &since)
      note(second, limit[1], part.pointer(to: \.reverse)!, &since)
    }
    for index in 0..<program.pointee.fields.count {
      let part = program.pointee.fields.pointer + index
      let (first, second) = voltages(part)
      let limit = limits + Int(part.pointee.limit)
      // The channel is a parabola, wherever it conducts.
      let channel = (first - limit[0]).magnitude.larger((second - limit[1]).magnitude)
      since = since.larger(channel * Values(1 / Self.channel))
      note(first, limit[0], part.pointer(to: \.forward)!, &since)
      note(second, limit[1], part.pointer(to: \.forward)!, &since)
    }
    return since
  }

  /// Volts that change the slope of a field-effect transistor as much as one N·Vt does that of a junction, or more.
  private static let channel = 0.2

  @inline(__always)
  private func note(
    _ v: Values, _ assembled: Values, _ junction: UnsafeMutablePointer<JunctionNumbers>, _ since: inout Values
  ) {
    let bends = v.larger(assembled) .> Values(junction.pointee.edge)
    let step = (v - assembled).magnitude * Values(junction.pointee.inverseScale)
    since = since.larger(step.only(where: bends))
  }
}
