/// What a row of an evaluation must reach and what it should; lower is better, in the row's unit.
public struct Bar: Codable, Sendable, Equatable {
  public let atLeast: Double
  public let aim: Double

  public init(atLeast: Double, aim: Double) {
    self.atLeast = atLeast
    self.aim = aim
  }

  /// How exact zero is written in decibels.
  public static let silent = -300.0

  package func relaxed(by decibels: Double) -> Bar { Bar(atLeast: atLeast + decibels, aim: aim + decibels) }
}

/// The bars of a circuit, and what its knobs do while it is measured: `bars.json` beside the recipe.
///
/// Two figures, of the rows `still` and `swept`, say most; a row that the file does not name follows from them or has
/// no bar at all.
public struct Bars: Sendable, Equatable {
  /// A further group of still and swept rows with one knob at a place of its own.
  public struct Group: Codable, Sendable, Equatable {
    public let knob: String
    /// 0…1
    public let position: Double

    /// Behind the ids of its rows.
    var suffix: String { "-\(knob)-\(position)" }
  }

  /// Where a circuit that sings is listened to.
  public struct Oscillation: Codable, Sendable, Equatable {
    /// The knob that makes it sing, turned to 1, and the one that tunes it.
    public let resonance: String
    public let tuning: String
    /// Of the tuning, 0…1.
    public let positions: [Double]
  }

  /// By the row's id, as the file has them.
  var own: [String: Bar] = [:]
  /// Upper positions of knobs in all rows but the groups': beyond, errors of another kind count.
  public internal(set) var limits: [String: Double] = [:]
  public internal(set) var groups: [Group] = []
  public internal(set) var oscillation: Oscillation?

  /// As for a circuit without the file.
  public init() {}

  public init(_ own: [String: Bar]) { self.own = own }

  /// Decibels that these rows may be worse than the still positions.
  static let ease = 6.0

  /// The bar of a row, nil where it has none.
  public subscript(row id: String) -> Bar? {
    if let bar = own[id] { return bar }
    switch id {
    case "still": return Bar(atLeast: -50, aim: -60)
    case "swept": return Bar(atLeast: -45, aim: -55)
    case "free-run", "rate-88.2", "rate-176.4", "rate-192": return self[row: "still"]
    case "quiet", "hot", "filtered-44.1", "filtered-48": return self[row: "still"]?.relaxed(by: Self.ease)
    case "oracle-free-run", "oracle-still", "oracle-swept": return self[row: String(id.dropFirst("oracle-".count))]
    case "zipper": return Bar(atLeast: -90, aim: -100)
    case "silence", "tail": return Bar(atLeast: -100, aim: Bar.silent)
    case "bounded-hot", "bounded-knobs": return Bar(atLeast: 0, aim: 0)
    case "oscillation-level": return Bar(atLeast: 0.3, aim: 0.05)
    case "oscillation-pitch": return Bar(atLeast: 3, aim: 1)
    default: return nil
    }
  }

  /// Ids of all rows there can be, but for those of groups.
  static let rows = [
    "free-run", "still", "still-median", "swept", "swept-20", "square-10", "oracle-free-run", "oracle-still",
    "oracle-swept", "quiet", "hot", "filtered-48", "filtered-44.1", "host-48", "host-44.1", "rate-88.2", "rate-176.4",
    "rate-192", "rate-384", "zipper", "silence", "tail", "bounded-hot",
    "bounded-knobs", "alias-live", "alias-high", "alias-ultra", "oscillation-level", "oscillation-pitch",
  ]
}
