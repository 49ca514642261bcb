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
  @_noLocks @_noAllocation
  var effective: Double { clamped(base + offset) }

  /// Where the effective value lies in the range, 0…1.
  @_noLocks @_noAllocation
  var position: Double { (effective - minimum) / (maximum - minimum) }

  @_noLocks @_noAllocation
  func clamped(_ value: Double) -> Double {
    let inside = value < minimum ? minimum : value > maximum ? maximum : value
    return isStepped ? inside.rounded() : inside
  }
}
