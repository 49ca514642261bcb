/// Single-precision values in memory, or in a file that the system brings into memory where they are read and may put
/// out again: what is simulated for a training can be larger than what memory has to spare.
struct Samples: RandomAccessCollection, @unchecked Sendable {
  /// Keeps the values where they are.
  private let owner: AnyObject
  private let base: UnsafePointer<Float>
  let count: Int

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  init(_ values: [Float]) {
    let memory = Memory(values)
    (owner, base, count) = (memory, UnsafePointer(memory.values.baseAddress!), values.count)
  }

  /// - Parameter offset: bytes from the file's beginning, a multiple of four; all `count` values lie within the file.
  init(_ file: MappedFile, offset: Int, count: Int) {
    owner = file
    base = (file.bytes.baseAddress! + offset).assumingMemoryBound(to: Float.self)
    self.count = count
  }

  subscript(index: Int) -> Float {
    assert(index >= 0 && index < count)
    return base[index]
  }

  private final class Memory {
    let values: UnsafeMutableBufferPointer<Float>

    init(_ array: [Float]) {
      // One more, so that there is an address even for nothing.
      values = .allocate(capacity: array.count + 1)
      values.initialize(repeating: 0)
      _ = values.update(from: array)
    }

    deinit { values.deallocate() }
  }
}
