/// Text in the C structs and buffers of the ABI: UTF-8, cut between characters, always terminated.
public enum CText {
  /// Writes as much of `text` as fits into `capacity` bytes with the terminating zero.
  /// - Returns: false where not even the terminator fits.
  @discardableResult
  public static func write(_ text: String, to buffer: UnsafeMutablePointer<CChar>?, capacity: Int) -> Bool {
    guard let buffer, capacity > 0 else { return false }
    var length = 0
    for character in text {
      let bytes = character.utf8
      guard length + bytes.count < capacity else { break }
      for byte in bytes {
        buffer[length] = CChar(truncatingIfNeeded: byte)
        length += 1
      }
    }
    buffer[length] = 0
    return true
  }

  /// Writes into a fixed array inside a struct, such as `clap_param_info.name`.
  public static func write<Array>(_ text: String, to array: inout Array) {
    withUnsafeMutableBytes(of: &array) { bytes in
      _ = write(text, to: bytes.assumingMemoryBound(to: CChar.self).baseAddress, capacity: bytes.count)
    }
  }

  /// Reads a fixed array inside a struct, up to its terminator or its end.
  public static func read<Array>(_ array: Array) -> String {
    withUnsafeBytes(of: array) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// A copy on the heap that is never freed, for descriptors and the like.
  public static func immortal(_ text: String) -> UnsafePointer<CChar> {
    let bytes = Swift.Array(text.utf8CString)
    let memory = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    memory.initialize(from: bytes, count: bytes.count)
    return UnsafePointer(memory)
  }
}
