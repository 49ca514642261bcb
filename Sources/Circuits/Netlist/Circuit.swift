/// A quantity the circuit remembers: an independent capacitor voltage or inductor current.
public struct StateVariable: Sendable, Hashable {
  /// `v(C1)` or `i(L1)`; positive from the element's first node to its second.
  public let name: String
  /// `V` or `A`.
  public let unit: String
}

/// A circuit as its netlist describes it, checked and flattened.
///
/// The netlist's conventions: the input is `Vin in 0 external`, a knob is `Vk_<id> k_<id> 0 external` and carries
/// 0…1, the output is the node `out`.
public struct Circuit: Sendable {
  static let ground = "0"
  static let input = "in"
  static let outputNode = "out"

  /// The file's name without folder and ending, or the name given with the text.
  public let name: String
  /// First line of the netlist.
  public let title: String
  /// The netlist with its includes in place: what ngspice runs, and what a hash should cover.
  public let netlistText: String
  /// Knob ids in the order of the netlist; `knobs` arrays elsewhere follow it. Values are 0…1.
  public let controls: [String]
  /// What the circuit remembers, in the order of the netlist; state vectors elsewhere follow it.
  ///
  /// Independent capacitors and inductors alone. Charges inside devices (`Cje`, `Tf`, `Cjo` …) are integrated as
  /// well but settle within nanoseconds to microseconds: they are no states, ``TransientSolver/setState(_:input:knobs:)``
  /// begins with them settled, and ``TransientSolver/linearised(knobs:)`` leaves them out.
  public let states: [StateVariable]
  let elements: [Element]
  let couplings: [Coupling]
  let topology: Topology

  /// Reads a netlist file and the files it includes, which lie beside it.
  ///
  /// - Throws: ``NetlistError`` with file and line for anything unreadable, unknown or unsolvable.
  public init(contentsOf path: String) throws(NetlistError) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let file = parts.last ?? path
    let folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") : ""
    let source = try SourceLines.contents(of: path, includedAt: nil)
    let stem = file.hasSuffix(".cir") ? String(file.dropLast(4)) : file
    // Every circuit's file is `circuit.cir`: its folder then says which it is.
    let name = stem == "circuit" && parts.count > 1 ? parts[parts.count - 2] : stem
    try self.init(source: source, file: path, folder: folder, name: name)
  }

  /// Reads a netlist from text; `.include` is refused.
  ///
  /// - Parameter name: also stands for the file in errors.
  public init(source: String, name: String) throws(NetlistError) {
    try self.init(source: source, file: name, folder: nil, name: name)
  }

  private init(source: String, file: String, folder: String?, name: String) throws(NetlistError) {
    let lines = try SourceLines(source: source, file: file, folder: folder)
    let reader = try ElementReader(Cards(lines.lines))
    try self.init(
      elements: reader.elements, couplings: reader.couplings, file: file, name: name, title: lines.title,
      netlistText: lines.text)
  }

  /// A part of another circuit that can stand for itself.
  init(part elements: [Element], of whole: Circuit, name: String) throws(NetlistError) {
    let keys = Set(elements.map(\.key))
    try self.init(
      elements: elements, couplings: whole.couplings.filter { keys.contains($0.first) && keys.contains($0.second) },
      file: whole.name, name: name, title: whole.title, netlistText: whole.netlistText)
  }

  private init(
    elements: [Element], couplings: [Coupling], file: String, name: String, title: String, netlistText: String
  ) throws(NetlistError) {
    self.name = name
    self.title = title
    self.netlistText = netlistText
    self.elements = elements
    self.couplings = couplings
    controls = try Self.controls(elements, file: file)
    topology = try Topology(elements, couplings: couplings, file: file)
    states = topology.states.map { index in
      if case .inductor = elements[index].kind {
        StateVariable(name: "i(\(elements[index].name))", unit: "A")
      } else {
        StateVariable(name: "v(\(elements[index].name))", unit: "V")
      }
    }
  }

  private static func controls(_ elements: [Element], file: String) throws(NetlistError) -> [String] {
    var controls: [String] = []
    var hasInput = false
    for element in elements {
      guard case .externalSource = element.kind else { continue }
      if element.key == "vin" && element.plus == input && element.minus == ground {
        hasInput = true
      } else if element.key.hasPrefix("vk_"), element.key.count > 3, element.plus == element.key.dropFirst(),
        element.minus == ground
      {
        controls.append(String(element.key.dropFirst(3)))
      } else {
        throw .structure(
          at: element.position, expected: "external sources 'Vin in 0 external' or 'Vk_<id> k_<id> 0 external'",
          found: "'\(element.name) \(element.plus) \(element.minus) external'")
      }
    }
    guard hasInput else {
      throw .structure(
        at: SourcePosition(file: file, line: 1), expected: "an input 'Vin in 0 external'", found: "none")
    }
    return controls
  }
}
