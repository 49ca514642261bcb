import CLAP

extension PluginInstance {
  /// The plugin's state.
  ///
  /// - Parameter chunk: the most bytes that the stream takes per call; a small number tries the plugin's loop.
  /// - Throws: `.missingExtension`, `.stateNotSaved`.
  public func saveState(chunk: Int = .max) throws(HostError) -> [UInt8] {
    let state = try stateExtension()
    let sink = ByteSink(chunk: chunk)
    let saved = HostThread.main.run { sink.withStream { state.pointee.save(pointer, $0) } }
    serveCallbacks()
    guard saved else { throw .stateNotSaved(id: descriptor.id) }
    return sink.bytes
  }

  /// Gives the plugin a state, at any time.
  ///
  /// - Parameter chunk: the most bytes that the stream gives per call.
  /// - Throws: `.missingExtension`, `.stateRefused`.
  public func loadState(_ bytes: [UInt8], chunk: Int = .max) throws(HostError) {
    let state = try stateExtension()
    let source = ByteSource(bytes, chunk: chunk)
    let loaded = HostThread.main.run { source.withStream { state.pointee.load(pointer, $0) } }
    serveCallbacks()
    guard loaded else { throw .stateRefused(id: descriptor.id, byteCount: bytes.count) }
  }

  private func stateExtension() throws(HostError) -> UnsafePointer<clap_plugin_state_t> {
    guard let state = extensionPointer(CLAP_EXT_STATE, as: clap_plugin_state_t.self) else {
      throw .missingExtension(id: descriptor.id, name: CLAP_EXT_STATE)
    }
    return state
  }
}

/// Bytes behind a `clap_istream_t`.
final class ByteSource {
  private let bytes: [UInt8]
  private let chunk: Int
  private var position = 0

  init(_ bytes: [UInt8], chunk: Int) {
    self.bytes = bytes
    self.chunk = max(1, chunk)
  }

  func withStream<R>(_ body: (UnsafePointer<clap_istream_t>) -> R) -> R {
    var stream = clap_istream_t(
      ctx: Unmanaged.passUnretained(self).toOpaque(),
      read: { stream, buffer, size in
        let source = Unmanaged<ByteSource>.fromOpaque(stream!.pointee.ctx).takeUnretainedValue()
        let count = min(source.bytes.count - source.position, source.chunk, Int(clamping: size))
        source.bytes.withUnsafeBytes {
          if count > 0 { buffer!.copyMemory(from: $0.baseAddress! + source.position, byteCount: count) }
        }
        source.position += count
        return Int64(count)
      })
    return withExtendedLifetime(self) { body(&stream) }
  }
}

/// Bytes behind a `clap_ostream_t`.
final class ByteSink {
  private(set) var bytes: [UInt8] = []
  private let chunk: Int

  init(chunk: Int) { self.chunk = max(1, chunk) }

  func withStream<R>(_ body: (UnsafePointer<clap_ostream_t>) -> R) -> R {
    var stream = clap_ostream_t(
      ctx: Unmanaged.passUnretained(self).toOpaque(),
      write: { stream, buffer, size in
        let sink = Unmanaged<ByteSink>.fromOpaque(stream!.pointee.ctx).takeUnretainedValue()
        let count = min(sink.chunk, Int(clamping: size))
        sink.bytes += UnsafeRawBufferPointer(start: buffer, count: count)
        return Int64(count)
      })
    return withExtendedLifetime(self) { body(&stream) }
  }
}
