import ArgumentParser
@preconcurrency import Glibc

enum StandardOutput {
  /// What was printed has arrived, or that is an error: nobody reads half a report as a whole one.
  static func flush() throws {
    guard fflush(stdout) == 0, ferror(stdout) == 0 else {
      throw ValidationError("standard output: expected room for all of it, got: \(String(cString: strerror(errno)))")
    }
  }
}
