import FoundationEssentials
import Glibc
import Synchronization

/// Files that are there as a whole or not at all.
package enum AtomicFile {
  private static let count = Atomic<Int>(0)

  /// Writes beside `path` first and renames; folders are made where they are missing.
  ///
  /// - Parameter body: hands over the file's bytes, piece by piece.
  /// - Throws: `.unwritable` with what the system says.
  package static func write(to path: String, _ body: (_ put: (Data) -> Void) -> Void) throws(TrainingError) {
    try makeFolder(of: path)
    // Several threads may want the same file.
    let part = "\(path).\(getpid()).\(count.add(1, ordering: .relaxed).newValue).part"
    guard let file = fopen(part, "wb") else { throw unwritable(path) }
    var problem: TrainingError?
    func note(_ holds: Bool) { if !holds && problem == nil { problem = unwritable(path) } }
    body { data in
      // What follows a piece that found no room need not be tried.
      if problem == nil { note(data.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) == $0.count }) }
    }
    note(fclose(file) == 0)
    if problem == nil { note(rename(part, path) == 0) }
    guard let problem else { return }
    unlink(part)
    throw problem
  }

  package static func write(_ bytes: some Sequence<UInt8>, to path: String) throws(TrainingError) {
    try write(to: path) { $0(Data(bytes)) }
  }

  private static func makeFolder(of path: String) throws(TrainingError) {
    var made = ""
    for name in path.split(separator: "/").dropLast() {
      made += made.isEmpty && !path.hasPrefix("/") ? String(name) : "/" + name
      guard access(made, F_OK) == 0 || mkdir(made, 0o777) == 0 || errno == EEXIST else { throw unwritable(path) }
    }
  }

  private static func unwritable(_ path: String) -> TrainingError {
    .unwritable(path: path, reason: String(cString: strerror(errno)))
  }
}
