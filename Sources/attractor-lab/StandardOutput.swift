@preconcurrency import Glibc

enum StandardError {
  /// What finds no room there is lost.
  static func write(_ text: String) { fputs(text, stderr) }
}

enum StandardOutput {
  /// What was printed has arrived, or that is an error: nobody reads half a table as a whole one.
  static func flush() throws(LabError) {
    guard fflush(stdout) == 0, ferror(stdout) == 0 else {
      throw .standardOutput(reason: String(cString: strerror(errno)))
    }
  }
}
