/// What a smoother's poles have left of their way after so many samples: dⁿ.
struct Decay: BitwiseCopyable {
  /// ln d.
  let logarithm: Double
  /// d to the powers of two.
  private let powers: UnsafePointer<Double>

  /// [main-thread] For as many samples as `SubBlock.longest`.
  init(rateHz: Double, arena: Arena) {
    let smoother = Smoother(rateHz: rateHz, value: 0)
    logarithm = Elementary.log(1 - smoother.coefficient)
    var powers = [1 - smoother.coefficient]
    while 1 << powers.count <= SubBlock.longest {
      powers.append(powers[powers.count - 1] * powers[powers.count - 1])
    }
    self.powers = UnsafePointer(arena.copy(powers))
  }

  /// dⁿ.
  @_noLocks @_noAllocation
  func after(_ samples: Int) -> Double {
    var (result, rest, bit) = (1.0, samples, 0)
    while rest > 0 {
      if rest & 1 != 0 { result *= powers[bit] }
      rest >>= 1
      bit += 1
    }
    return result
  }
}
