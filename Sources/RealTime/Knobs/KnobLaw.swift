import ModelFormat

/// A coordinate of κ that a knob moves, ready for the audio thread.
struct KnobLaw: BitwiseCopyable {
  let control: Int
  let isLogarithmic: Bool
  let offset: Double
  let slope: Double
  let from: Double
  let scale: Double

  init(_ coordinate: Coordinate, control: Int) {
    self.control = control
    isLogarithmic = coordinate.law == .logarithmic
    offset = coordinate.offset
    slope = coordinate.slope
    from = coordinate.from
    scale = 2 / (coordinate.to - coordinate.from)
  }

  /// c = −1…1 for a knob position 0…1.
  @_noLocks @_noAllocation
  func normalised(_ position: Double) -> Double {
    let quantity = isLogarithmic ? Elementary.log(offset + slope * position) : position
    return min(max((quantity - from) * scale - 1, -1), 1)
  }
}
