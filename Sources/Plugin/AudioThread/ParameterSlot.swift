import CLAP

/// A parameter as the audio thread keeps it: plain data at a fixed address.
struct ParameterSlot {
  let id: clap_id
  let minimum: Double
  let maximum: Double
  let isStepped: Bool
  let target: ParameterTarget
  /// Plain, within the range.
  var base: Double
  /// Modulation: sticky, added to the base, never saved.
  var offset: Double = 0
  /// A value of a published set, until the set is known to be whole.
  var incoming: Double

  /// [main-thread]
  init(_ parameter: Parameter) {
    id = parameter.id
    minimum = parameter.minimum
    maximum = parameter.maximum
    isStepped = parameter.isStepped
    target = parameter.target
    base = parameter.default
    incoming = parameter.default
  }

  /// What the engine hears: plain, within the range.
  var effective: Double {
    @_noLocks @_noAllocation get { clamped(base + offset) }
  }

  /// Where the effective value lies in the range, 0…1.
  var position: Double {
    @_noLocks @_noAllocation get { (effective - minimum) / (maximum - minimum) }
  }

  @_noLocks @_noAllocation
  func clamped(_ value: Double) -> Double {
    let inside = value < minimum ? minimum : value > maximum ? maximum : value
    // Steps begin at 0, so that adding a half rounds; `rounded()` would need metadata.
    return isStepped && !inside.isNaN ? Double(Int(inside + 0.5)) : inside
  }
}
