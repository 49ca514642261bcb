/// Channels of at most `capacity` frames in which the engines work in place, so that hosts may alias their buffers in
/// any way: a pair for the engine in force, a pair for one that is being faded out.
struct ScratchBuffers {
  static var capacity: Int { @_noLocks @_noAllocation get { 128 } }

  let left: UnsafeMutablePointer<Float>
  let right: UnsafeMutablePointer<Float>
  let leavingLeft: UnsafeMutablePointer<Float>
  let leavingRight: UnsafeMutablePointer<Float>

  /// [main-thread]
  static func allocate() -> ScratchBuffers {
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: 4 * capacity)
    memory.initialize(repeating: 0, count: 4 * capacity)
    return ScratchBuffers(
      left: memory, right: memory + capacity, leavingLeft: memory + 2 * capacity, leavingRight: memory + 3 * capacity)
  }

  /// [main-thread]
  func deallocate() {
    left.deallocate()
  }

  /// The input as the engine that leaves hears it, too.
  @_noLocks @_noAllocation
  func copyToLeaving(_ count: Int) {
    var index = 0
    while index < count {
      leavingLeft[index] = left[index]
      leavingRight[index] = right[index]
      index &+= 1
    }
  }

  /// One channel on both.
  @_noLocks @_noAllocation
  func copyLeftToRight(_ count: Int) {
    var index = 0
    while index < count {
      right[index] = left[index]
      index &+= 1
    }
  }
}
