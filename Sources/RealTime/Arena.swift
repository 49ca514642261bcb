/// Memory that one engine owns: taken on the main thread before the audio thread starts, freed after it stops.
///
/// [main-thread]
final class Arena {
  private var blocks: [UnsafeMutableRawPointer] = []
  private var kept: [AnyObject] = []

  deinit { for block in blocks { block.deallocate() } }

  /// `count` values of zeroed memory, aligned for the widest vectors.
  func zeroed<Value: BitwiseCopyable>(_ type: Value.Type, _ count: Int) -> UnsafeMutablePointer<Value> {
    let bytes = max(MemoryLayout<Value>.stride * count, 1)
    let block = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    block.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    blocks.append(block)
    return block.bindMemory(to: type, capacity: count)
  }

  /// Keeps what the memory points to.
  func keep(_ object: AnyObject) { kept.append(object) }

  /// A copy of `values`.
  func copy<Value: BitwiseCopyable>(_ values: [Value]) -> UnsafeMutablePointer<Value> {
    let memory = zeroed(Value.self, values.count)
    for (index, value) in values.enumerated() { memory[index] = value }
    return memory
  }

  /// A copy of `values`, filled up to whole vectors (at least one).
  func lanes(_ values: [Float], padding: Float = 0) -> UnsafePointer<Lanes> {
    let vectors = max((values.count + Lanes.scalarCount - 1) / Lanes.scalarCount, 1)
    let memory = zeroed(Lanes.self, vectors)
    for index in 0..<vectors * Lanes.scalarCount {
      memory[index / Lanes.scalarCount][index % Lanes.scalarCount] = index < values.count ? values[index] : padding
    }
    return UnsafePointer(memory)
  }
}
