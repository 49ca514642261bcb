import ModelFormat

/// A coordinate of κ that a knob moves, ready for the audio thread.
struct KnobLaw: BitwiseCopyable {
  let control: Int
  private let law: Law
  private let offset: Double
  private let slope: Double
  private let from: Double
  private let scale: Double

  private enum Law: UInt8 { case linear, logarithmic, exponential }

  /// - Parameter timeStep: seconds per model sample.
  init(_ coordinate: Coordinate, control: Int, timeStep: Double) {
    self.control = control
    switch coordinate.law {
    case .linear:
      law = .linear
      offset = 0
    case .logarithmic:
      law = .logarithmic
      offset = coordinate.offset
    case .rate:
      law = .exponential
      offset = coordinate.offset + Elementary.log(timeStep)
    }
    slope = coordinate.slope
    from = coordinate.from
    scale = 2 / (coordinate.to - coordinate.from)
  }

  /// q for a knob position 0…1.
  @_noLocks @_noAllocation
  func quantity(_ position: Double) -> Double {
    switch law {
    case .linear: position
    case .logarithmic: Elementary.log(offset + slope * position)
    case .exponential: Elementary.exp(offset + slope * position)
    }
  }

  /// [main-thread] The knob's position for c.
  func position(_ c: Double) -> Double {
    let quantity = from + (c + 1) / scale
    return switch law {
    case .linear: quantity
    case .logarithmic: (Elementary.exp(quantity) - offset) / slope
    case .exponential: (Elementary.log(quantity) - offset) / slope
    }
  }

  /// c = −1…1 for q.
  @_noLocks @_noAllocation
  func normalised(_ quantity: Double) -> Double {
    min(max((quantity - from) * scale - 1, -1), 1)
  }

  /// How steep what depends on the knob is taken to be: as e^(K p) at a position p.
  @_noLocks @_noAllocation
  func steepness(_ position: Double) -> Double {
    switch law {
    case .linear: Self.plainSteepness
    // Twice: a gain and a time constant often go the same way.
    case .logarithmic: max(Self.plainSteepness, 2 * abs(slope) / (offset + slope * position))
    case .exponential: max(Self.plainSteepness, abs(slope))
    }
  }

  /// Of what is no gain and no frequency.
  static var plainSteepness: Double { @_noLocks @_noAllocation get { 4.5 } }
}
