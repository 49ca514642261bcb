import CLAP

extension Instance {
  /// - Parameter chunk: most bytes that the stream takes at once.
  /// - Parameter failsAt: byte at which the stream breaks.
  func save(chunk: Int = .max, failsAt: Int = .max) -> [UInt8]? {
    let memory = MemoryStream([], chunk: chunk, failsAt: failsAt)
    var stream = clap_ostream_t(
      ctx: Unmanaged.passUnretained(memory).toOpaque(),
      write: { stream, bytes, size in MemoryStream.of(stream!.pointee.ctx).write(bytes!, Int(size)) })
    return state.pointee.save(plugin, &stream) ? memory.bytes : nil
  }

  func load(_ bytes: [UInt8], chunk: Int = .max, failsAt: Int = .max) -> Bool {
    let memory = MemoryStream(bytes, chunk: chunk, failsAt: failsAt)
    var stream = clap_istream_t(
      ctx: Unmanaged.passUnretained(memory).toOpaque(),
      read: { stream, bytes, size in MemoryStream.of(stream!.pointee.ctx).read(bytes!, Int(size)) })
    return state.pointee.load(plugin, &stream)
  }
}

extension Instance {
  private var contexts: UnsafePointer<clap_plugin_state_context_t> {
    plugin.pointee.get_extension(plugin, CLAP_EXT_STATE_CONTEXT)!
      .assumingMemoryBound(to: clap_plugin_state_context_t.self)
  }

  func save(for context: UInt32) -> [UInt8]? {
    let memory = MemoryStream([], chunk: .max, failsAt: .max)
    var stream = clap_ostream_t(
      ctx: Unmanaged.passUnretained(memory).toOpaque(),
      write: { stream, bytes, size in MemoryStream.of(stream!.pointee.ctx).write(bytes!, Int(size)) })
    return contexts.pointee.save(plugin, &stream, context) ? memory.bytes : nil
  }

  func load(_ bytes: [UInt8], for context: UInt32) -> Bool {
    let memory = MemoryStream(bytes, chunk: .max, failsAt: .max)
    var stream = clap_istream_t(
      ctx: Unmanaged.passUnretained(memory).toOpaque(),
      read: { stream, bytes, size in MemoryStream.of(stream!.pointee.ctx).read(bytes!, Int(size)) })
    return contexts.pointee.load(plugin, &stream, context)
  }
}

private final class MemoryStream {
  private(set) var bytes: [UInt8]
  private let chunk: Int
  private let failsAt: Int
  private var position = 0

  init(_ bytes: [UInt8], chunk: Int, failsAt: Int) {
    self.bytes = bytes
    self.chunk = chunk
    self.failsAt = failsAt
  }

  static func of(_ context: UnsafeMutableRawPointer?) -> MemoryStream {
    Unmanaged<MemoryStream>.fromOpaque(context!).takeUnretainedValue()
  }

  func write(_ source: UnsafeRawPointer, _ size: Int) -> Int64 {
    guard bytes.count < failsAt else { return -1 }
    let count = min(size, chunk)
    bytes += UnsafeRawBufferPointer(start: source, count: count)
    return Int64(count)
  }

  func read(_ target: UnsafeMutableRawPointer, _ size: Int) -> Int64 {
    guard position < failsAt else { return -1 }
    let count = min(size, chunk, bytes.count - position)
    for index in 0..<count { target.storeBytes(of: bytes[position + index], toByteOffset: index, as: UInt8.self) }
    position += count
    return Int64(count)
  }
}
