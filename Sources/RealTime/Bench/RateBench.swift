/// The rate filters alone: what a benchmark times of them. Not part of the engine.
package struct RateBench {
  private let arena = Arena()
  private let converter: RateConverter
  private let channelCount: Int
  private let samples: ChannelPair
  private let frameLimit: Int

  /// Model samples per host frame.
  package let factor: Int

  package init(hostRateHz: Double, quality: Quality, channelCount: Int) {
    let plan = RatePlan(hostRateHz: hostRateHz, quality: quality)
    self.channelCount = channelCount
    factor = plan.factor
    frameLimit = Lane.sampleLimit / plan.factor
    let arena = arena
    converter = RateConverter(
      plan: plan, hostRateHz: hostRateHz, between: Self.signal(channelCount, arena), arena: arena)
    samples = Self.signal(channelCount, arena)
  }

  private static func signal(_ channelCount: Int, _ arena: Arena) -> ChannelPair {
    let left = arena.zeroed(Float.self, Lane.sampleLimit)
    return ChannelPair(left, channelCount > 1 ? arena.zeroed(Float.self, Lane.sampleLimit) : left)
  }

  /// Takes `count` host frames of every channel up to the model's rate and straight down again.
  ///
  /// - Parameters:
  ///   - inputs: a pointer per channel.
  ///   - outputs: a pointer per channel.
  @_noLocks @_noAllocation
  package func run(
    _ inputs: UnsafePointer<UnsafePointer<Float>>, _ outputs: UnsafePointer<UnsafeMutablePointer<Float>>,
    count: Int
  ) {
    var done = 0
    while done < count {
      let chunk = min(count - done, frameLimit)
      let last = channelCount - 1
      // Only read.
      let (left, right) = (UnsafeMutablePointer(mutating: inputs[0]), UnsafeMutablePointer(mutating: inputs[last]))
      converter.raise(ChannelPair(left + done, right + done), count: chunk, to: samples)
      converter.lower(samples, count: chunk, to: ChannelPair(outputs[0] + done, outputs[last] + done))
      done += chunk
    }
  }
}
