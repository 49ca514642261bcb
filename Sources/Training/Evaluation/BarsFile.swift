import FoundationEssentials

/// What is wrong with a `bars.json`.
public enum BarsError: Error, Equatable, CustomStringConvertible {
  case unreadable(path: String, reason: String)
  case field(path: String, field: String, expected: String, found: String)

  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .field(let path, let field, let expected, let found): "\(path): \(field): expected \(expected), found \(found)"
    }
  }
}

extension Bars {
  private struct File: Decodable {
    struct Row: Decodable {
      let row: String
      let atLeast: Double
      let aim: Double
    }

    let bars: [Row]
    let limits: [String: Double]?
    let groups: [Group]?
    let oscillation: Oscillation?
  }

  /// Reads `bars.json` in a circuit's folder; without it, what holds for any circuit.
  ///
  /// - Parameter knobs: the netlist's.
  public init(folder: String, knobs: [String]) throws(BarsError) {
    let path = folder + "/bars.json"
    guard FileManager.default.fileExists(atPath: path) else {
      self.init()
      return
    }
    guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
      throw .unreadable(path: path, reason: "no permission")
    }
    try self.init(json: bytes, path: path, knobs: knobs)
  }

  /// - Parameter path: what errors name.
  package init(json: Data, path: String, knobs: [String]) throws(BarsError) {
    let file: File
    do {
      file = try JSONDecoder().decode(File.self, from: json)
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
    self.init()
    func require(_ holds: Bool, _ field: String, _ expected: String, _ found: String) throws(BarsError) {
      if !holds { throw .field(path: path, field: field, expected: expected, found: found) }
    }
    func requireKnob(_ knob: String, _ field: String) throws(BarsError) {
      try require(knobs.contains(knob), field, "one of \(knobs)", knob)
    }
    groups = file.groups ?? []
    for (index, group) in groups.enumerated() {
      try requireKnob(group.knob, "groups[\(index)].knob")
      try require((0...1).contains(group.position), "groups[\(index)].position", "0 to 1", "\(group.position)")
    }
    let known = Self.rows + groups.flatMap { ["still" + $0.suffix, "swept" + $0.suffix] }
    for (index, row) in file.bars.enumerated() {
      let field = "bars[\(index)]"
      try require(known.contains(row.row), field + ".row", "one of \(known)", row.row)
      try require(own[row.row] == nil, field + ".row", "each row once", "\(row.row) again")
      try require(row.aim <= row.atLeast, field + ".aim", "\(row.atLeast) or lower", "\(row.aim)")
      own[row.row] = Bar(atLeast: row.atLeast, aim: row.aim)
    }
    for (knob, limit) in (file.limits ?? [:]).sorted(by: { $0.key < $1.key }) {
      try requireKnob(knob, "limits")
      try require(limit > 0 && limit <= 1, "limits.\(knob)", "above 0, at most 1", "\(limit)")
      limits[knob] = limit
    }
    oscillation = file.oscillation
    if let oscillation {
      try requireKnob(oscillation.resonance, "oscillation.resonance")
      try requireKnob(oscillation.tuning, "oscillation.tuning")
      try require(!oscillation.positions.isEmpty, "oscillation.positions", "one or more", "none")
      for position in oscillation.positions {
        try require((0...1).contains(position), "oscillation.positions", "0 to 1", "\(position)")
      }
    }
  }
}
