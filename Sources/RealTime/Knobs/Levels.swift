/// Input gain, output gain and mix, smoothed per model sample.
struct Levels: BitwiseCopyable {
  private var input: Smoother
  private var output: Smoother
  private var wet: Smoother
  /// Per model sample, filled by `prepare`.
  let inputGain: UnsafeMutablePointer<Float>
  private let outputGain: UnsafeMutablePointer<Float>
  private let wetShare: UnsafeMutablePointer<Float>
  /// Whether what is played goes out as it is.
  private var isNeutral = false

  init(rateHz: Double, _ work: Workspace) {
    input = Smoother(rateHz: rateHz, value: 1)
    output = Smoother(rateHz: rateHz, value: 1)
    wet = Smoother(rateHz: rateHz, value: 1)
    inputGain = work.inputGain
    outputGain = work.outputGain
    wetShare = work.wetShare
  }

  @_noLocks @_noAllocation
  mutating func head(inputGain: Double, outputGain: Double, mix: Double) {
    input.head(for: inputGain)
    output.head(for: outputGain)
    wet.head(for: mix)
  }

  @_noLocks @_noAllocation
  mutating func jumpToTargets() {
    input.jumpToTarget()
    output.jumpToTarget()
    wet.jumpToTarget()
  }

  @_noLocks @_noAllocation
  mutating func follow(_ other: Levels) {
    input.follow(other.input)
    output.follow(other.output)
    wet.follow(other.wet)
  }

  @_noLocks @_noAllocation
  func isSettled() -> Bool {
    !input.isMoving && !output.isMoving && !wet.isMoving
  }

  @_noLocks @_noAllocation
  mutating func prepare(count: Int) {
    isNeutral = isSettled() && output.value == 1 && wet.value == 1
    Self.fill(inputGain, &input, count)
    if isNeutral { return }
    Self.fill(outputGain, &output, count)
    Self.fill(wetShare, &wet, count)
  }

  @_noLocks @_noAllocation
  private static func fill(_ values: UnsafeMutablePointer<Float>, _ smoother: inout Smoother, _ count: Int) {
    if smoother.isMoving {
      for n in 0..<count { values[n] = Float(smoother.step()) }
    } else {
      let value = Float(smoother.value)
      for n in 0..<count { values[n] = value }
    }
  }

  /// Blends in place of `wet`.
  @_noLocks @_noAllocation
  func mix(dry: UnsafePointer<Float>, wet: UnsafeMutablePointer<Float>, count: Int) {
    if isNeutral { return }
    for n in 0..<count { wet[n] = outputGain[n] * ((1 - wetShare[n]) * dry[n] + wetShare[n] * wet[n]) }
  }
}
