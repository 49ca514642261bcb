import InstructionSets
import ModelFormat
import RealTime
import RealTimeV3
import RealTimeV4
import Testing

/// The activation in float, as each instruction set computes it, against its formula in double precision.
@Suite struct ActivationTests {
  /// 0 to 4 in steps of 2⁻¹⁶, and float by float where rounding was found to be worst, at the double of unity and near
  /// 3, where the slope vanishes; ascending.
  private static let upTo4: [Float] = {
    let dense = [Float(1.0177484), 2, 2.2505, 2.2826447, 2.3769512, 3].flatMap { middle in
      (middle.bitPattern - 4000...middle.bitPattern + 4000).map(Float.init(bitPattern:))
    }
    return ((0...4 << 16).map { Float($0) / 65_536 } + dense).sorted()
  }()

  /// Too small and too large for the grid; ascending.
  private static let farOff: [Float] = [
    .leastNonzeroMagnitude, 3 * .leastNonzeroMagnitude, .leastNormalMagnitude / 2, .leastNormalMagnitude.nextDown,
    .leastNormalMagnitude, 1e-30, 1e-20, 1e-10, 10, 1e10, 1e19, 1e30, .greatestFiniteMagnitude, .infinity,
  ]

  private func saturated(_ set: InstructionSet, _ values: [Float]) -> [Float] {
    switch set {
    case .baseline: RealTime.SaturationBench.saturated(values)
    case .v3: RealTimeV3.SaturationBench.saturated(values)
    case .v4: RealTimeV4.SaturationBench.saturated(values)
    }
  }

  private func formula(_ x: Float) -> Double { Activation.rationalTanh.value(Double(x)) }

  @Test(arguments: InstructionSet.available)
  func staysWithinTwoTenMillionths(_ set: InstructionSet) {
    let values = saturated(set, Self.upTo4)
    let error = zip(values, Self.upTo4).map { abs(Double($0) - formula($1)) }.max()!
    // All floats up to 4, one by one: 1.91e-7, and 1.43e-7 with fused multiply-add.
    #expect(error < 1.95e-7)
    // One unit in the last place above 1 is as far as it goes.
    #expect(values.max()! <= Float(1).nextUp)
    // Where it is flat, rounding makes it fall, by four units in the last place at most.
    let falls = zip(values, values.dropFirst()).map { $0 - $1 }.max()!
    #expect(falls <= 4 * Float(1).nextDown.ulp)
  }

  @Test(arguments: InstructionSet.available)
  func isOddToTheLastBit(_ set: InstructionSet) {
    let points = Self.upTo4 + Self.farOff
    let (values, mirrored) = (saturated(set, points), saturated(set, points.map { -$0 }))
    #expect(zip(values, mirrored).allSatisfy { $0.bitPattern == (-$1).bitPattern })
    #expect(values[0].bitPattern == 0, "+0 at +0")
  }

  /// Subnormals keep their size to two units of the smallest, and what is huge is 1.
  @Test(arguments: InstructionSet.available)
  func tinyAndHuge(_ set: InstructionSet) {
    for (x, value) in zip(Self.farOff, saturated(set, Self.farOff)) {
      let bound = x < 1 ? max(2.1e-7 * Double(x), 2 * Double(Float.leastNonzeroMagnitude)) : 1.2e-7
      #expect(abs(Double(value) - formula(x)) <= bound, "\(x): \(value)")
    }
  }
}
