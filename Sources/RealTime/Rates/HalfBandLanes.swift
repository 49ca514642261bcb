/// One direction of a half-band stage for both channels: a lane for each of the two chains of all-passes of each.
///
/// The arithmetic of `HalfBand`, four sums at a time; in mono both channels are the same memory.
struct HalfBandLanes: BitwiseCopyable {
  typealias Four = SIMD4<Float>

  /// Sections of the longer chain, one behind the other.
  private let sections: Int
  private let coefficients: UnsafePointer<Four>
  /// 1 in the lanes that have the last section.
  private let isLong: Four
  /// Last input and last output of each section in turn.
  private let state: UnsafeMutablePointer<Four>

  /// - Parameters:
  ///   - coefficients: all-pass coefficients in ascending order; the even ones make up the chain of the first lane of
  ///     each channel, the odd ones that of the second.
  ///   - isSwapped: the other way round.
  init(coefficients: [Double], isSwapped: Bool, arena: Arena) {
    sections = (coefficients.count + 1) / 2
    let chains = [coefficients.indices.filter { $0 % 2 == 0 }, coefficients.indices.filter { $0 % 2 == 1 }]
    let lanes = isSwapped ? [1, 0, 1, 0] : [0, 1, 0, 1]
    let vectors = (0..<sections).map { section in
      Four(lanes.map { chains[$0].count > section ? Float(coefficients[chains[$0][section]]) : 0 })
    }
    self.coefficients = UnsafePointer(arena.copy(vectors))
    isLong = Four(lanes.map { chains[$0].count == (coefficients.count + 1) / 2 ? 1 : 0 })
    state = arena.zeroed(Four.self, 2 * max(sections, 1))
  }

  @_noLocks @_noAllocation
  func rest() {
    for i in 0..<2 * sections { state[i] = Four() }
  }

  /// `count` samples in, twice as many out; `from` may be the second half of `to`.
  @_noLocks @_noAllocation
  func double(
    _ from: ChannelPair, count: Int, to: ChannelPair, _ equaliser: UnsafeMutablePointer<PhaseEqualiser>?
  ) {
    switch sections {
    case 1: double(1, from, count, to, equaliser)
    case 2: double(2, from, count, to, equaliser)
    default: double(sections, from, count, to, equaliser)
    }
  }

  /// `2 · count` samples in, `count` out; in place is fine.
  @_noLocks @_noAllocation
  func halve(
    _ from: ChannelPair, count: Int, to: ChannelPair, _ equaliser: UnsafeMutablePointer<PhaseEqualiser>?
  ) {
    switch sections {
    case 1: halve(1, from, count, to, equaliser)
    case 2: halve(2, from, count, to, equaliser)
    default: halve(sections, from, count, to, equaliser)
    }
  }

  @inline(always)
  @_noLocks @_noAllocation
  private func double(
    _ sections: Int, _ from: ChannelPair, _ count: Int, _ to: ChannelPair,
    _ equaliser: UnsafeMutablePointer<PhaseEqualiser>?
  ) {
    var memory = Memory(state, sections)
    var even = equaliser?.pointee ?? PhaseEqualiser(coefficient: 0)
    for n in 0..<count {
      var x = Four(from.left[n], from.left[n], from.right[n], from.right[n])
      if equaliser != nil { x = even.next(x) }
      let y = chains(sections, x, &memory)
      to.left[2 * n] = y[0]
      to.left[2 * n + 1] = y[1]
      to.right[2 * n] = y[2]
      to.right[2 * n + 1] = y[3]
    }
    memory.keep(state, sections)
    equaliser?.pointee = even
  }

  @inline(always)
  @_noLocks @_noAllocation
  private func halve(
    _ sections: Int, _ from: ChannelPair, _ count: Int, _ to: ChannelPair,
    _ equaliser: UnsafeMutablePointer<PhaseEqualiser>?
  ) {
    var memory = Memory(state, sections)
    var even = equaliser?.pointee ?? PhaseEqualiser(coefficient: 0)
    for n in 0..<count {
      let x = Four(from.left[2 * n], from.left[2 * n + 1], from.right[2 * n], from.right[2 * n + 1])
      let y = chains(sections, x, &memory)
      let (left, right) = (0.5 * (y[1] + y[0]), 0.5 * (y[3] + y[2]))
      var sums = Four(left, left, right, right)
      if equaliser != nil { sums = even.next(sums) }
      to.left[n] = sums[0]
      to.right[n] = sums[2]
    }
    memory.keep(state, sections)
    equaliser?.pointee = even
  }

  /// The sections, each (a + z⁻¹) / (1 + a z⁻¹); the first two in registers.
  @inline(always)
  @_noLocks @_noAllocation
  private func chains(_ sections: Int, _ sample: Four, _ memory: inout Memory) -> Four {
    let first = coefficients[0] * (sample - memory.firstOut) + memory.firstIn
    (memory.firstIn, memory.firstOut) = (sample, first)
    if sections == 1 { return sample.replacing(with: first, where: isLong .> Four()) }
    let second = coefficients[1] * (first - memory.secondOut) + memory.secondIn
    (memory.secondIn, memory.secondOut) = (first, second)
    if sections == 2 { return first.replacing(with: second, where: isLong .> Four()) }
    var (x, shorter) = (second, first)
    for section in 2..<sections {
      let (input, output) = (state + 2 * section, state + (2 * section + 1))
      shorter = x
      x = coefficients[section] * (shorter - output.pointee) + input.pointee
      (input.pointee, output.pointee) = (shorter, x)
    }
    return shorter.replacing(with: x, where: isLong .> Four())
  }

  /// What the first two sections remember.
  private struct Memory: BitwiseCopyable {
    var firstIn: Four
    var firstOut: Four
    var secondIn = Four()
    var secondOut = Four()

    @inline(always)
    @_noLocks @_noAllocation
    init(_ state: UnsafeMutablePointer<Four>, _ sections: Int) {
      (firstIn, firstOut) = (state[0], state[1])
      if sections > 1 { (secondIn, secondOut) = (state[2], state[3]) }
    }

    @inline(always)
    @_noLocks @_noAllocation
    func keep(_ state: UnsafeMutablePointer<Four>, _ sections: Int) {
      (state[0], state[1]) = (firstIn, firstOut)
      if sections > 1 { (state[2], state[3]) = (secondIn, secondOut) }
    }
  }
}

/// Both channels' samples; in mono twice the same.
package struct ChannelPair: BitwiseCopyable {
  let left: UnsafeMutablePointer<Float>
  let right: UnsafeMutablePointer<Float>

  @_noLocks @_noAllocation
  package init(_ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>) {
    self.left = left
    self.right = right
  }

  @_noLocks @_noAllocation
  func channel(_ index: Int) -> UnsafeMutablePointer<Float> { index == 0 ? left : right }

  @_noLocks @_noAllocation
  static func + (pair: ChannelPair, frames: Int) -> ChannelPair { ChannelPair(pair.left + frames, pair.right + frames) }

  /// The first channel and the last of `count`.
  @_noLocks @_noAllocation
  init(_ channels: UnsafePointer<UnsafeMutablePointer<Float>>, count: Int) {
    self.init(channels[0], channels[count - 1])
  }
}
