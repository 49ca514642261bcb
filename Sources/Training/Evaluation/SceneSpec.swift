import RealTime

/// What makes a scene, so that those that several rows ask for are simulated once.
struct SceneSpec: Hashable, Sendable {
  var rateHz = 96_000.0
  /// Level relative to nominal.
  var decibels = 0.0
  /// One per knob, in the netlist's order.
  var gestures: [KnobGesture]
  /// Truth through the engine's own rate filters.
  var isFiltered = false
}

/// A row that scenes make: one of them, the worst, or the middle one.
package struct SceneRow: Sendable {
  package enum Choice: Sendable {
    case only, worst, median
  }

  let id: String
  let what: String
  let scenes: [SceneSpec]
  var choice = Choice.worst

  /// The scene that counts, by what was measured; not a number is worst of all.
  package static func choose(_ decibels: [Double], _ choice: Choice) -> Int {
    let order = decibels.indices.sorted { a, b in
      let (x, y) = (decibels[a].isNaN ? .infinity : decibels[a], decibels[b].isNaN ? .infinity : decibels[b])
      return (x, a) < (y, b)
    }
    switch choice {
    case .only: return 0
    case .worst: return order.last ?? 0
    // Of an even number the worse of the two in the middle.
    case .median: return order.isEmpty ? 0 : order[order.count / 2]
    }
  }
}

/// The rows of an evaluation that hold a model's free run against the circuit.
struct SceneRows {
  let knobs: KnobPositions
  let extent: Evaluation.Extent
  /// Positions held still; chosen per model.
  let heldOut: [[Double]]

  static let sweepHz = 5.0

  func spec(_ gestures: [KnobGesture]? = nil) -> SceneSpec { SceneSpec(gestures: gestures ?? knobs.held) }

  private func spec(decibels: Double) -> SceneSpec {
    var spec = spec()
    spec.decibels = decibels
    return spec
  }

  private func spec(rateHz: Double, isFiltered: Bool = false) -> SceneSpec {
    var spec = spec()
    (spec.rateHz, spec.isFiltered) = (rateHz, isFiltered)
    return spec
  }

  /// Still and swept positions.
  func positions(suffix: String = "", words: String = "") -> [SceneRow] {
    guard !knobs.moving.isEmpty else { return [] }
    func swept(_ gesture: (Double) -> KnobGesture) -> [SceneSpec] {
      knobs.moving.map { spec(knobs.with($0, gesture(knobs.limits[$0]))) }
    }
    let still = heldOut.map { spec($0.map { .held($0) }) }
    let sweep = swept { .sine(hertz: Self.sweepHz, upTo: $0) }
    var rows = [SceneRow(id: "still" + suffix, what: "knobs still, worst\(words)", scenes: still)]
    if suffix.isEmpty {
      rows.append(SceneRow(id: "still-median", what: "knobs still, median", scenes: still, choice: .median))
    }
    rows.append(SceneRow(id: "swept" + suffix, what: "swept at 5 Hz, worst knob\(words)", scenes: sweep))
    if suffix.isEmpty && extent != .quick {
      rows.append(
        SceneRow(
          id: "swept-20", what: "swept at 20 Hz, worst knob", scenes: swept { .sine(hertz: 20, upTo: $0) }))
      rows.append(
        SceneRow(
          id: "square-10", what: "switched at 10 Hz, worst knob", scenes: swept { .square(hertz: 10, upTo: $0) }))
    }
    return rows
  }

  /// Level and rate, knobs at their defaults.
  var defaults: [SceneRow] {
    var rows = [
      SceneRow(id: "quiet", what: "30 dB quieter", scenes: [spec(decibels: -30)], choice: .only),
      SceneRow(id: "hot", what: "12 dB hotter", scenes: [spec(decibels: 12)], choice: .only),
    ]
    guard extent != .quick else { return rows }
    for (name, rate) in [("48", 48_000.0), ("44.1", 44_100)] {
      rows.append(
        SceneRow(
          id: "filtered-" + name, what: "host at \(name) kHz, truth through the same filters",
          scenes: [spec(rateHz: rate, isFiltered: true)], choice: .only))
      rows.append(
        SceneRow(
          id: "host-" + name, what: "host at \(name) kHz, constant delay taken out", scenes: [spec(rateHz: rate)],
          choice: .only))
    }
    for (name, rate) in [("88.2", 88_200.0), ("176.4", 176_400), ("192", 192_000), ("384", 384_000)] {
      rows.append(
        SceneRow(id: "rate-" + name, what: "host at \(name) kHz", scenes: [spec(rateHz: rate)], choice: .only))
    }
    return rows
  }
}
