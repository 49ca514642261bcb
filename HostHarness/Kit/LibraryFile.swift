import Foundation

/// Looks at a library before the loader does: it maps what the headers promise, and where the file ends before that,
/// the process ends with a bus error.
enum LibraryFile {
  /// Bytes that are missing at the file's end; nil for a whole file, and for one that the loader refuses by itself.
  static func truncation(_ path: String) -> (expected: UInt64, actual: UInt64)? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    guard let size = try? file.seekToEnd(), size > 0, let header = read(file, at: 0, count: 64) else { return nil }
    let isELF = header.starts(with: [0x7f, 0x45, 0x4c, 0x46])
    // 64 bits, lowest byte first
    guard isELF, header[4] == 2, header[5] == 1 else { return nil }
    let (start, each) = (number(header, 32, 8), number(header, 54, 2))
    let count = number(header, 56, 2)
    guard each >= 56, start < size, let table = read(file, at: start, count: Int(each * count)) else {
      return start < size ? nil : (start + each * count, size)
    }
    var end: UInt64 = 0
    for index in 0..<Int(count) {
      let place = index * Int(each)
      let isLoaded = number(table, place, 4) == 1
      let (last, overflows) = number(table, place + 8, 8).addingReportingOverflow(number(table, place + 32, 8))
      if isLoaded { end = max(end, overflows ? .max : last) }
    }
    return end > size ? (end, size) : nil
  }

  private static func read(_ file: FileHandle, at offset: UInt64, count: Int) -> [UInt8]? {
    guard (try? file.seek(toOffset: offset)) != nil, let data = try? file.read(upToCount: count) else { return nil }
    return data.count == count ? Array(data) : nil
  }

  private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> UInt64 {
    bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
