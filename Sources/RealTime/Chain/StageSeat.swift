import ModelFormat

/// What one stage keeps from one call to the next: its voices, its slab and the slab's way, and its kernel.
///
/// An engine has two seats for each stage: the lane that plays sits on one, a lane that is being left on the other. They
/// share the way, which is the playing lane's; knobs of a lane that is being left move in steps.
struct StageSeat: BitwiseCopyable {
  let kernel: UnsafeMutablePointer<StepKernel>
  let voices: UnsafeMutablePointer<Voice>
  let ramp: UnsafeMutablePointer<SlabRamp>

  /// [main-thread]
  /// - Parameters:
  ///   - tables: at any rate.
  ///   - way: of `SlabRamp.wayLength` floats.
  init(
    _ tables: UnsafePointer<StepTables>, channelCount: Int, way: UnsafeMutablePointer<Float>, _ work: Workspace,
    arena: Arena
  ) {
    kernel = arena.copy([StepKernel(tables, channelCount: channelCount, work)])
    voices = arena.copy(
      (0..<channelCount).map { channel in
        Voice(
          tables.pointee, input: channel == 0 ? work.input.first : work.input.second,
          output: channel == 0 ? work.output.left : work.output.right, arena: arena)
      })
    ramp = arena.copy([SlabRamp(tables, way: way, work, arena: arena)])
  }

  /// From here on these tables', which differ from those before in the time step alone.
  @_noLocks @_noAllocation
  func take(_ tables: UnsafePointer<StepTables>) {
    kernel.pointee.take(tables)
    ramp.pointee.take(tables)
  }
}
