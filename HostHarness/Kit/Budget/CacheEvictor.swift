import Glibc

/// Memory twice as large as the last cache, walked through so that nothing else is left there.
final class CacheEvictor {
  private let words: UnsafeMutableBufferPointer<UInt64>

  /// 8 words: a cache line of 64 bytes.
  private static let line = 8

  init() {
    let cache = max(sysconf(Int32(_SC_LEVEL3_CACHE_SIZE)), sysconf(Int32(_SC_LEVEL2_CACHE_SIZE)), 4 << 20)
    // A machine's whole cache may be more than one core sees; 64 MB take long enough.
    let bytes = min(2 * cache, 64 << 20)
    words = .allocate(capacity: bytes / 8)
    words.initialize(repeating: 1)
  }

  deinit { words.deallocate() }

  /// Writes to every line: a write takes the line away from all other caches, too.
  func evict() {
    for index in stride(from: 0, to: words.count, by: Self.line) { words[index] &+= 1 }
  }
}
