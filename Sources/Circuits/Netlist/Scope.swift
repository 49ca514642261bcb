/// Names as one level of the hierarchy sees them: parameters, models, and the path that makes nodes and elements unique.
struct Scope {
  /// What the lines of one level define, seen by the subcircuits defined inside it, too.
  struct Level {
    /// See ``Subcircuit/path``.
    var path: String
    var models: [String: DeviceModel] = [:]
    var functions: [String: FunctionCard] = [:]
  }

  /// `""` at the top, `"x1."` inside instance X1.
  var prefix = ""
  /// The levels around the lines at hand as they stand in the netlist, from the top to their own.
  var levels: [Level] = []
  /// Nodes that are the same on every level.
  var globals: Set<String> = []
  /// A subcircuit's own pin names to the nodes outside.
  var pins: [String: String] = [:]
  var parameters: [String: Double] = [:]
  var models: [String: DeviceModel] = [:]
  var functions: [String: FunctionCard] = [:]

  /// The circuit-wide name of a node.
  func node(_ name: String, at position: SourcePosition) throws(NetlistError) -> String {
    let key = name.lowercased()
    if key == "0" || key == "gnd" { return Circuit.ground }
    if globals.contains(key) { return key }
    if let pin = pins[key] { return pin }
    guard key.utf8.allSatisfy({ $0.isLetter || $0.isDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "+") })
    else {
      throw .syntax(at: position, expected: "a node name of letters, digits, '_', '.' and '+'", found: "'\(name)'")
    }
    return prefix + key
  }

  /// The circuit-wide key of an element.
  func element(_ name: String) -> String { prefix + name.lowercased() }

  func parameter(_ name: String, at position: SourcePosition) throws(NetlistError) -> Double {
    guard let value = parameters[name] else {
      let known = parameters.keys.sorted().joined(separator: ", ")
      throw .unknown(
        at: position, kind: "parameter", name: name,
        expected: known.isEmpty ? "v(node), i(source) or a .param" : "v(node), i(source) or one of \(known)")
    }
    return value
  }
}
