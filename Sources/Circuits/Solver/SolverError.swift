/// Why a simulation stopped. Where a node or current is named, `at` is an element there.
public enum SolverError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A different number of knobs or states was given than the circuit has.
  case wrongCount(of: String, circuit: String, expected: Int, found: Int)
  /// An input, knob, state or time step that is no number, or a time step not above zero.
  case notUsable(quantity: String, found: Double)
  /// A step before `start` or `setState`.
  case notStarted(circuit: String)
  /// Newton's method found no operating point.
  case noOperatingPoint(circuit: String, at: SourcePosition?, node: String)
  /// Newton's method found no voltages that fit the state asked for.
  case noStateFound(circuit: String, at: SourcePosition?, node: String)
  /// An expression has no number as its value, at `time` seconds since `start`.
  case notANumber(circuit: String, at: SourcePosition, element: String, time: Double)
  /// A knob brings a resistance to zero or below.
  case resistance(circuit: String, at: SourcePosition, element: String, ohms: Double)
  /// Newton's method found no solution, even with the step cut into small ones. Time in seconds since `start`.
  case noConvergence(circuit: String, at: SourcePosition?, time: Double, node: String)
  /// The equations have no unique solution at this node.
  case singular(circuit: String, at: SourcePosition?, node: String)
  /// Charge flows with the slope of the input (a loop of capacitors through the input), so A, b, c, d do not exist.
  case inputSlopeMatters(circuit: String, element: String)

  public var description: String {
    switch self {
    case .wrongCount(let what, let circuit, let expected, let found):
      "\(circuit): expected \(expected) \(what), found \(found)"
    case .notUsable(let quantity, let found): "expected a usable \(quantity), found \(found)"
    case .notStarted(let circuit): "\(circuit): expected start() or setState() before the first step"
    case .noOperatingPoint(let circuit, let at, let node):
      "\(Self.place(at))\(circuit): no operating point found at 0 s, worst at \(node)"
    case .noStateFound(let circuit, let at, let node):
      "\(Self.place(at))\(circuit): no voltages fit the state asked for, worst at \(node)"
    case .notANumber(let circuit, let at, let element, let time):
      "\(at): \(circuit): expected \(element) to have a number as its value, found none at \(time) s"
    case .resistance(let circuit, let at, let element, let ohms):
      "\(at): \(circuit): resistor \(element) needs a value above 0 Ω at every position of the knobs, found \(ohms)"
    case .noConvergence(let circuit, let at, let time, let node):
      "\(Self.place(at))\(circuit): no solution at \(time) s, worst at \(node)"
    case .singular(let circuit, let at, let node):
      "\(Self.place(at))\(circuit): the equations do not determine \(node)"
    case .inputSlopeMatters(let circuit, let element):
      "\(circuit): \(element) closes a loop of capacitors with the input; expected resistance in between"
    }
  }

  private static func place(_ position: SourcePosition?) -> String { position.map { "\($0): " } ?? "" }
}

extension Circuit {
  /// An element at the node, or with the current, that a message calls so.
  func place(of unknown: String) -> SourcePosition? {
    let element = elements.first { element in
      unknown.hasSuffix("i(\(element.name))") || unknown.hasSuffix("current of v(\(element.name))")
        || element.nodes.contains { unknown == "v(\($0))" }
    }
    return element?.position
  }
}
