import CLAP

public enum StreamError: Error, Equatable {
  /// The other side reported an error, or moved nothing where something was due.
  case failed
  /// More bytes than the reader is ready to hold.
  case tooLong(limit: Int)
}

/// [main-thread] A host's stream to read from.
public struct InputStream {
  private let stream: UnsafePointer<clap_istream_t>

  /// Nil where the host gave no stream.
  public init?(_ stream: UnsafePointer<clap_istream_t>?) {
    guard let stream, stream.pointee.read != nil else { return nil }
    self.stream = stream
  }

  /// Everything up to the end, however few bytes each call brings.
  public func readAll(limit: Int) throws(StreamError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = chunk.withUnsafeMutableBytes { stream.pointee.read(stream, $0.baseAddress, UInt64($0.count)) }
      if count == 0 { return bytes }
      guard count > 0, count <= chunk.count else { throw .failed }
      bytes += chunk.prefix(Int(count))
      guard bytes.count <= limit else { throw .tooLong(limit: limit) }
    }
  }
}

/// [main-thread] A host's stream to write to.
public struct OutputStream {
  private let stream: UnsafePointer<clap_ostream_t>

  /// Nil where the host gave no stream.
  public init?(_ stream: UnsafePointer<clap_ostream_t>?) {
    guard let stream, stream.pointee.write != nil else { return nil }
    self.stream = stream
  }

  /// All of the bytes, however few each call takes.
  public func writeAll(_ bytes: [UInt8]) throws(StreamError) {
    var written = 0
    while written < bytes.count {
      let rest = UInt64(bytes.count - written)
      let count = bytes.withUnsafeBytes { stream.pointee.write(stream, $0.baseAddress! + written, rest) }
      guard count > 0, count <= rest else { throw .failed }
      written += Int(count)
    }
  }
}
