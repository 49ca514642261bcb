/// The rate filters alone: what a benchmark times of them. Not part of the engine.
package struct RateBench {
  private let arena = Arena()
  private let converters: UnsafePointer<RateConverter>
  private let channelCount: Int
  private let samples: UnsafeMutablePointer<Float>
  private let frameLimit: Int

  /// Model samples per host frame.
  package let factor: Int

  package init(hostRateHz: Double, quality: Quality, channelCount: Int) {
    let plan = RatePlan(hostRateHz: hostRateHz, quality: quality)
    self.channelCount = channelCount
    factor = plan.factor
    frameLimit = Lane.sampleLimit / plan.factor
    let arena = arena
    converters = UnsafePointer(
      arena.copy(
        (0..<channelCount).map { _ in
          RateConverter(plan: plan, hostRateHz: hostRateHz, sampleLimit: Lane.sampleLimit, arena: arena)
        }))
    samples = arena.zeroed(Float.self, Lane.sampleLimit)
  }

  /// Takes `count` host frames of every channel up to the model's rate and straight down again.
  ///
  /// - Parameters:
  ///   - inputs: a pointer per channel.
  ///   - outputs: a pointer per channel.
  @_noLocks @_noAllocation
  package func run(
    _ inputs: UnsafePointer<UnsafePointer<Float>>, _ outputs: UnsafePointer<UnsafeMutablePointer<Float>>, count: Int
  ) {
    var done = 0
    while done < count {
      let chunk = min(count - done, frameLimit)
      for channel in 0..<channelCount {
        converters[channel].raise(inputs[channel] + done, count: chunk, to: samples)
        converters[channel].lower(samples, count: chunk, to: outputs[channel] + done)
      }
      done += chunk
    }
  }
}
