import Glibc
import ModelFormat

/// Where the knobs of a circuit stand in a test.
public struct KnobPositions: Sendable {
  /// The netlist's knobs, as all lists of positions and gestures follow them.
  public let ids: [String]
  /// 0…1, at most `limits`.
  public let defaults: [Double]
  /// Upper ends 0…1 of what tests use.
  public let limits: [Double]
  /// Indices of the knobs that tests move: all but plain levels.
  public let moving: [Int]

  /// - Parameter bars: for the limits.
  public init(_ plan: TrainingPlan, bars: Bars = Bars()) {
    self.init(ids: plan.circuit.controls, controls: plan.recipe.controls, limits: bars.limits)
  }

  /// - Parameter limits: by knob, 1 for those left out.
  package init(ids: [String], controls: [Control], limits: [String: Double] = [:]) {
    self.ids = ids
    let known = ids.map { id in controls.first { $0.id == id } }
    let limits = ids.map { limits[$0] ?? 1 }
    self.limits = limits
    defaults = zip(known, limits).map { min($0?.position(ofPlain: $0?.default ?? 0) ?? 0.5, $1) }
    moving = ids.indices.filter { known[$0]?.role != .level }
  }

  public var held: [KnobGesture] { defaults.map { .held($0) } }

  /// One knob told something else, the others at their defaults.
  public func with(_ knob: Int, _ gesture: KnobGesture) -> [KnobGesture] {
    var gestures = held
    gestures[knob] = gesture
    return gestures
  }

  /// One knob at a place of its own, where no test moves it.
  package func holding(_ knob: Int, at position: Double) -> KnobPositions {
    KnobPositions(
      ids: ids, defaults: defaults.replacing(knob, by: position), limits: limits.replacing(knob, by: position),
      moving: moving.filter { $0 != knob })
  }

  private init(ids: [String], defaults: [Double], limits: [Double], moving: [Int]) {
    (self.ids, self.defaults, self.limits, self.moving) = (ids, defaults, limits, moving)
  }

  /// Point `index` of a sequence that fills the cube of all moving knobs evenly (multiples of the powers of 1/g with
  /// gⁿ⁺¹ = g + 1, the golden ratio for one knob).
  public func spread(_ index: Int) -> [Double] {
    var g = 1.5
    for _ in 0..<60 { g = pow(1 + g, 1 / Double(moving.count + 1)) }
    var (positions, share) = (defaults, 1.0)
    for knob in moving {
      share /= g
      let x = 0.5 + Double(index + 1) * share
      positions[knob] = ((x - x.rounded(.down)) * limits[knob] * 1e4).rounded() / 1e4
    }
    return positions
  }

  /// Each moving knob at either end, the others at their defaults.
  public var ends: [[Double]] {
    moving.flatMap { knob in [0, limits[knob]].map { defaults.replacing(knob, by: $0) } }
  }

  /// All corners of the cube of the moving knobs, where there are no more than `count`; else the ends.
  package func corners(atMost count: Int) -> [[Double]] {
    guard moving.count < 16, 1 << moving.count <= count else { return ends }
    return moving.reduce([defaults]) { corners, knob in
      corners.flatMap { corner in [0, limits[knob]].map { corner.replacing(knob, by: $0) } }
    }
  }

  /// The first `count` points of the sequence that are not where a model has weight sets, then the ends.
  public func heldOut(_ count: Int, from model: Model) -> [[Double]] {
    guard !moving.isEmpty else { return [] }
    let sets = WeightSetPositions(model)
    var positions: [[Double]] = []
    var index = 0
    while positions.count < count && index < 100 * count {
      let candidate = spread(index)
      if !sets.isNear(candidate, ids: ids) { positions.append(candidate) }
      index += 1
    }
    return positions
  }

  /// What differs from the defaults, in words.
  package func description(_ gestures: [KnobGesture]) -> String {
    zip(ids.indices, gestures).compactMap { index, gesture in
      switch gesture {
      case .held(let position):
        position == defaults[index] ? nil : "\(ids[index]) \((position * 100).rounded() / 100)"
      case .sine, .square: ids[index]
      }
    }.joined(separator: ", ")
  }
}

extension Array {
  func replacing(_ index: Int, by value: Element) -> Self {
    var result = self
    result[index] = value
    return result
  }
}
