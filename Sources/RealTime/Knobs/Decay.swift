/// What a smoother's poles have left of their way after so many samples: dⁿ, up to `SubBlock.longest` of them.
struct Decay: BitwiseCopyable {
  /// ln d.
  let logarithm: Double
  /// d⁰ and what follows.
  let powers: UnsafePointer<Double>

  /// [main-thread]
  init(rateHz: Double, arena: Arena) {
    let pole = 1 - Smoother(rateHz: rateHz, value: 0).coefficient
    logarithm = Elementary.log(pole)
    powers = UnsafePointer(arena.copy((0...SubBlock.longest).map { Elementary.power(pole, $0) }))
  }

  /// dⁿ.
  @_noLocks @_noAllocation
  func after(_ samples: Int) -> Double { powers[samples] }
}
