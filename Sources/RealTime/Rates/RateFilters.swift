/// The engine's own way between a host's rate and the model's, for whole signals.
///
/// With a circuit in between one hears it as the plugin's filters let it through. Not for the audio thread.
package struct RateFilters {
  package let plan: RatePlan
  private let hostRateHz: Double

  /// Host frames at once, so that their model samples fit a converter's buffers.
  private var chunk: Int { Lane.sampleLimit / plan.factor }

  /// - Parameter hostRateHz: at most `RatePlan.highestModelRateHz`.
  package init(hostRateHz: Double, quality: Quality = .live) {
    plan = RatePlan(hostRateHz: hostRateHz, quality: quality)
    precondition(!plan.isHalved, "expected a rate that is not halved, got \(hostRateHz) Hz")
    self.hostRateHz = hostRateHz
  }

  private func withConverter(_ body: (RateConverter) -> Void) {
    let arena = Arena()
    let work = arena.zeroed(Float.self, Lane.sampleLimit)
    body(
      RateConverter(plan: plan, hostRateHz: hostRateHz, between: ChannelPair(work, work), arena: arena))
    withExtendedLifetime(arena) {}
  }

  /// Host frames to `plan.factor` times as many model samples.
  package func raised(_ frames: [Float]) -> [Float] {
    var frames = frames
    var samples = [Float](repeating: 0, count: frames.count * plan.factor)
    withConverter { converter in
      frames.withUnsafeMutableBufferPointer { frames in
        samples.withUnsafeMutableBufferPointer { samples in
          for start in stride(from: 0, to: frames.count, by: chunk) {
            let count = min(chunk, frames.count - start)
            let (from, to) = (frames.baseAddress! + start, samples.baseAddress! + start * plan.factor)
            converter.raise(ChannelPair(from, from), count: count, to: ChannelPair(to, to))
          }
        }
      }
    }
    return samples
  }

  /// Model samples to host frames; what is left of the last frame is dropped.
  package func lowered(_ samples: [Float]) -> [Float] {
    var work = samples
    var frames = [Float](repeating: 0, count: samples.count / plan.factor)
    withConverter { converter in
      work.withUnsafeMutableBufferPointer { work in
        frames.withUnsafeMutableBufferPointer { frames in
          for start in stride(from: 0, to: frames.count, by: chunk) {
            let count = min(chunk, frames.count - start)
            let (from, to) = (work.baseAddress! + start * plan.factor, frames.baseAddress! + start)
            converter.lower(ChannelPair(from, from), count: count, to: ChannelPair(to, to))
          }
        }
      }
    }
    return frames
  }
}
