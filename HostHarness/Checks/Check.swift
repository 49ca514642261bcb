/// One thing that is expected of a plugin.
public struct Check: Sendable {
  /// What a check looks at: a file is checked once, its plugins each.
  public enum Scope: String, Codable, Sendable {
    case library, plugin
  }

  /// In kebab case.
  public let id: String

  /// What is expected, in one sentence.
  public let sentence: String
  public let scope: Scope

  /// Checks without whose success this one says nothing.
  public let needs: [String]

  /// Whether a warning is enough to keep from those that need this one.
  let stopsAtWarning: Bool

  /// Whether it does what no host would: a failure, even a crash, is then a warning at most.
  let isCourtesy: Bool

  private let body: @Sendable (Subject) throws -> Void

  init(
    _ id: String, _ sentence: String, scope: Scope = .plugin, needs: [String] = ["creates"],
    stopsAtWarning: Bool = false, isCourtesy: Bool = false,
    _ body: @escaping @Sendable (Subject) throws -> Void
  ) {
    self.id = id
    self.sentence = sentence
    self.scope = scope
    self.needs = needs
    self.stopsAtWarning = stopsAtWarning
    self.isCourtesy = isCourtesy
    self.body = body
  }

  /// Whether checks that need this one may run after such a verdict.
  public func opensTheWay(_ verdict: Verdict) -> Bool {
    switch verdict.kind {
    case .passed: true
    case .warned: !stopsAtWarning
    case .skipped: true  // it had nothing to look at
    case .failed: false
    }
  }

  /// What such an end counts as.
  public func judge(_ verdict: Verdict) -> Verdict {
    isCourtesy && verdict.kind == .failed ? Verdict(.warned, verdict.reason) : verdict
  }

  /// Runs in the calling process, which may not survive it.
  public func run(_ subject: Subject) -> Verdict {
    do {
      try body(subject)
      return Verdict(.passed)
    } catch let verdict as Verdict {
      return verdict
    } catch {
      return Verdict(.failed, "\(error)")
    }
  }
}

/// How a check ended, and why.
public struct Verdict: Error, Codable, Equatable, Sendable {
  public enum Kind: String, Codable, Sendable {
    case passed, warned, failed, skipped
  }

  public var kind: Kind

  /// What was expected and what was found; empty for a pass.
  public var reason: String

  public init(_ kind: Kind, _ reason: String = "") {
    self.kind = kind
    self.reason = reason
  }
}

/// Ends the check as failed unless the condition holds.
func expect(_ condition: Bool, _ reason: @autoclosure () -> String) throws {
  if !condition { throw Verdict(.failed, reason()) }
}

/// As `expect`, for what is good manners and no rule.
func prefer(_ condition: Bool, _ reason: @autoclosure () -> String) throws {
  if !condition { throw Verdict(.warned, reason()) }
}

/// Ends the check as skipped unless the condition holds.
func require(_ condition: Bool, _ reason: @autoclosure () -> String) throws {
  if !condition { throw Verdict(.skipped, reason()) }
}
