/// Two channels of at most `capacity` frames in which the engine works in place, so that hosts may alias their buffers
/// in any way.
struct ScratchBuffers {
  static var capacity: Int { @_noLocks @_noAllocation get { 256 } }

  let left: UnsafeMutablePointer<Float>
  let right: UnsafeMutablePointer<Float>

  /// [main-thread]
  static func allocate() -> ScratchBuffers {
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: 2 * capacity)
    memory.initialize(repeating: 0, count: 2 * capacity)
    return ScratchBuffers(left: memory, right: memory + capacity)
  }

  /// [main-thread]
  func deallocate() {
    left.deallocate()
  }
}
