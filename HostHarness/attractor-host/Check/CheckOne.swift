import ArgumentParser
import Checks
import Foundation

/// The child process of `check`: runs one check and prints its verdict as JSON.
struct CheckOne: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "check-one", shouldDisplay: false)

  @Argument var file: String
  @Option var check: String
  @Option var plugin = ""
  @Option var seed: UInt64
  @Option var timeout: UInt32

  func run() throws {
    guard let check = Check.find(check) else { throw ValidationError("\(check): expected a check, found none") }
    Answer.prepare(timeout: timeout)
    try Answer.give(check.run(Subject(path: file, plugin: plugin, seed: seed)))
  }
}

/// How children answer.
enum Answer {
  /// No core dumps, and an end even where the parent is gone.
  static func prepare(timeout: UInt32) {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    alarm(timeout &+ 5)
  }

  /// The last line is the answer.
  static func give(_ verdict: Verdict) throws {
    print("\n" + String(decoding: try JSONEncoder().encode(verdict), as: UTF8.self))
  }
}
