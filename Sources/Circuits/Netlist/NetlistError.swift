/// Why a netlist was refused. Every case prints as `file:line: what was expected, what was found`.
public enum NetlistError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file itself, or one it includes, cannot be read.
  case unreadable(file: String, includedAt: SourcePosition?, reason: String)
  /// A line does not have the form of its kind.
  case syntax(at: SourcePosition, expected: String, found: String)
  /// A number lies outside what its element allows.
  case value(at: SourcePosition, element: String, needs: String, found: String)
  /// A model, subcircuit, parameter, function, node or source is used that nothing defines.
  case unknown(at: SourcePosition, kind: String, name: String, expected: String)
  /// A name is defined twice.
  case duplicate(at: SourcePosition, kind: String, name: String, first: SourcePosition)
  /// The circuit as a whole cannot be solved; `at` is the element or node concerned, where there is one.
  case structure(at: SourcePosition, expected: String, found: String)

  public var description: String {
    switch self {
    case .unreadable(let file, let place, let reason):
      place.map { "\($0): cannot read included file \(file): \(reason)" } ?? "\(file): cannot read: \(reason)"
    case .syntax(let at, let expected, let found), .structure(let at, let expected, let found):
      "\(at): expected \(expected), found \(found)"
    case .value(let at, let element, let needs, let found): "\(at): \(element) needs \(needs), found \(found)"
    case .unknown(let at, let kind, let name, let expected): "\(at): unknown \(kind) '\(name)', expected \(expected)"
    case .duplicate(let at, let kind, let name, let first):
      "\(at): expected a new name for the \(kind), found '\(name)', which line \(first) defines already"
    }
  }

  /// The line to look at, if the error has one.
  public var position: SourcePosition? {
    switch self {
    case .unreadable(_, let place, _): place
    case .syntax(let at, _, _), .value(let at, _, _, _), .unknown(let at, _, _, _), .duplicate(let at, _, _, _),
      .structure(let at, _, _):
      at
    }
  }
}
