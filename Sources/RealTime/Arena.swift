/// Memory that one engine owns: taken on the main thread before the audio thread starts, freed after it stops.
///
/// Small pieces share pages: an engine has a hundred of them and more.
///
/// [main-thread]
final class Arena {
  private static let usualPageBytes = 2048
  /// Larger pieces that do not fit have a block of their own.
  private static let largestInPage = 512
  private static let alignment = 64

  private var blocks: [UnsafeMutableRawPointer] = []
  private var kept: [AnyObject] = []
  private var page: UnsafeMutableRawPointer?
  private var pageBytes = 0
  private var pageUsed = 0
  /// Bytes that all pieces would fill behind each other.
  private var taken = 0

  init() {}

  /// Takes all from a place in another arena.
  private init(_ place: UnsafeMutableRawPointer, bytes: Int) {
    page = place
    pageBytes = bytes
  }

  deinit { for block in blocks { block.deallocate() } }

  /// The same memory for one thing and for another, which are never in use at once: each must write before it reads.
  func overlaid<First, Second>(_ first: (Arena) -> First, _ second: (Arena) -> Second) -> (First, Second) {
    let (trial, other) = (Arena(), Arena())
    _ = first(trial)
    _ = second(other)
    let bytes = max(trial.taken, other.taken)
    let place = piece(bytes, alignment: Self.alignment)
    return (first(Arena(place, bytes: bytes)), second(Arena(place, bytes: bytes)))
  }

  /// `count` values of zeroed memory, aligned for vectors where it holds any.
  func zeroed<Value: BitwiseCopyable>(_ type: Value.Type, _ count: Int) -> UnsafeMutablePointer<Value> {
    let bytes = max(MemoryLayout<Value>.stride * count, 1)
    let alignment = bytes < MemoryLayout<Lanes>.size ? 16 : MemoryLayout<Lanes>.size
    return piece(bytes, alignment: alignment).bindMemory(to: type, capacity: count)
  }

  private func piece(_ bytes: Int, alignment: Int) -> UnsafeMutableRawPointer {
    let rounded = (bytes + 15) & ~15
    taken = Self.aligned(taken, alignment) + rounded
    if let piece = pieceOfPage(rounded, alignment) { return piece }
    if rounded > Self.largestInPage { return block(rounded) }
    page = block(Self.usualPageBytes)
    (pageUsed, pageBytes) = (0, Self.usualPageBytes)
    return pieceOfPage(rounded, alignment)!
  }

  private func pieceOfPage(_ bytes: Int, _ alignment: Int) -> UnsafeMutableRawPointer? {
    let start = Self.aligned(pageUsed, alignment)
    guard let page, start + bytes <= pageBytes else { return nil }
    pageUsed = start + bytes
    return page + start
  }

  private static func aligned(_ offset: Int, _ alignment: Int) -> Int {
    (offset + alignment - 1) / alignment * alignment
  }

  private func block(_ bytes: Int) -> UnsafeMutableRawPointer {
    let block = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: Self.alignment)
    block.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    blocks.append(block)
    return block
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
