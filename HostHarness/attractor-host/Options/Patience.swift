import ArgumentParser

/// How long a child process may take.
struct Patience: ParsableArguments {
  @Option(help: ArgumentHelp("Seconds after which a check, round or file counts as hung.", valueName: "seconds"))
  var timeout = 20.0

  /// In whole seconds, for a child's command line.
  var whole: String { "\(Int(timeout.rounded(.up)))" }

  func validate() throws {
    guard timeout > 0, timeout <= 86400 else {
      throw ValidationError("--timeout: expected more than 0 and at most 86400 seconds, got \(timeout)")
    }
  }
}

/// How much runs side by side.
struct SideBySide: ParsableArguments {
  @Option(help: ArgumentHelp("How many run side by side; one per core if left out.", valueName: "n"))
  var jobs: Int?

  func validate() throws {
    if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs: expected 1 to 256, got \(jobs)") }
  }
}
