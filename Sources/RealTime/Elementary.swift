/// Elementary functions without the C library, so that the compiler can see that they neither lock nor allocate.
package enum Elementary {
  /// xⁿ for n ≥ 0, by squaring.
  @_noLocks @_noAllocation
  static func power(_ x: Double, _ n: Int) -> Double {
    var (result, factor, rest) = (1.0, x, n)
    while rest > 0 {
      if rest & 1 != 0 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }

  /// eˣ to 3e-16 relative for |x| ≤ 700, clamped there.
  @_noLocks @_noAllocation
  package static func exp(_ x: Double) -> Double {
    let clamped = min(max(x, -700), 700)
    // Adding and taking away 1.5 · 2⁵² rounds to the nearest integer.
    let k = (clamped * 1.4426950408889634 + 6_755_399_441_055_744) - 6_755_399_441_055_744
    // Two-part ln 2 keeps the reduced argument exact.
    let r = (clamped - k * 0.693147180369123816490) - k * 1.90821492927058770002e-10
    // Taylor series to order 13: |r| ≤ 0.347 leaves less than 4e-18.
    var sum = 1.0 / 6_227_020_800
    sum = sum * r + 1.0 / 479_001_600
    sum = sum * r + 1.0 / 39_916_800
    sum = sum * r + 1.0 / 3_628_800
    sum = sum * r + 1.0 / 362_880
    sum = sum * r + 1.0 / 40_320
    sum = sum * r + 1.0 / 5_040
    sum = sum * r + 1.0 / 720
    sum = sum * r + 1.0 / 120
    sum = sum * r + 1.0 / 24
    sum = sum * r + 1.0 / 6
    sum = sum * r + 0.5
    sum = sum * r + 1
    sum = sum * r + 1
    return sum * Double(bitPattern: UInt64(bitPattern: Int64(k) &+ 1023) << 52)
  }

  /// ln x for normal positive x, to 3e-16; the smallest normal number below that.
  @_noLocks @_noAllocation
  package static func log(_ x: Double) -> Double {
    let bits = max(x, Double.leastNormalMagnitude).bitPattern
    var exponent = Int(bits >> 52) &- 1023
    var mantissa = Double(bitPattern: bits & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
    if mantissa > 1.4142135623730951 {
      mantissa *= 0.5
      exponent &+= 1
    }
    // ln m = 2 artanh s, |s| ≤ 0.172: order 21 leaves less than 1e-17.
    let s = (mantissa - 1) / (mantissa + 1)
    let q = s * s
    var sum = 1.0 / 21
    sum = sum * q + 1.0 / 19
    sum = sum * q + 1.0 / 17
    sum = sum * q + 1.0 / 15
    sum = sum * q + 1.0 / 13
    sum = sum * q + 1.0 / 11
    sum = sum * q + 1.0 / 9
    sum = sum * q + 1.0 / 7
    sum = sum * q + 1.0 / 5
    sum = sum * q + 1.0 / 3
    sum = sum * q + 1
    return 2 * s * sum + Double(exponent) * 0.6931471805599453
  }

  /// Linear gain of a level in decibels.
  @_noLocks @_noAllocation
  package static func gain(decibels: Double) -> Double {
    exp(decibels * 0.11512925464970229)
  }
}
