/// A line in a netlist file, counted from 1.
public struct SourcePosition: Sendable, Hashable, CustomStringConvertible {
  /// The file as it was opened, with the folder it was given in.
  public let file: String
  /// Line number, the title being line 1. A continued line counts as its first.
  public let line: Int

  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  public var description: String { "\(file):\(line)" }
}
