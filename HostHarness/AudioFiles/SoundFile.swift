import CSndFile

/// An open libsndfile handle, closed with its owner. One thread at a time.
public final class SoundFile {
  let handle: OpaquePointer
  private(set) var isOpen = true

  init(_ handle: OpaquePointer) { self.handle = handle }

  deinit { _ = close() }

  /// Flushes and closes; 0 on success. A second call does nothing.
  func close() -> Int32 {
    guard isOpen else { return 0 }
    isOpen = false
    return sf_close(handle)
  }

  /// What libsndfile has to say about the last call, or about a failed open for `nil`.
  ///
  /// For some failures it keeps a number that it has no words for, and says so on the standard output.
  static func message(_ handle: OpaquePointer?) -> String {
    sf_error(handle) >= 0 ? String(cString: sf_strerror(handle)) : "an error without a name"
  }

  /// The parser's notes on the header.
  var log: String {
    var text = [CChar](repeating: 0, count: 16384)
    sf_command(handle, Int32(SFC_GET_LOG_INFO), &text, Int32(text.count))
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
  }
}

extension Float: AudioSample {
  public static func readFrames(_ file: SoundFile, _ buffer: UnsafeMutablePointer<Float>, _ frames: Int) -> Int {
    Int(sf_readf_float(file.handle, buffer, sf_count_t(frames)))
  }
  public static func writeFrames(_ file: SoundFile, _ buffer: UnsafePointer<Float>, _ frames: Int) -> Int {
    Int(sf_writef_float(file.handle, buffer, sf_count_t(frames)))
  }
}

extension Double: AudioSample {
  public static func readFrames(_ file: SoundFile, _ buffer: UnsafeMutablePointer<Double>, _ frames: Int) -> Int {
    Int(sf_readf_double(file.handle, buffer, sf_count_t(frames)))
  }
  public static func writeFrames(_ file: SoundFile, _ buffer: UnsafePointer<Double>, _ frames: Int) -> Int {
    Int(sf_writef_double(file.handle, buffer, sf_count_t(frames)))
  }
}
