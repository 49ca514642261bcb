import ModelFormat
import RealTime

/// An engine that plays arrays, and does what it is told at given frames.
final class Player {
  let engine: UnsafeMutablePointer<Engine>
  let channels: Int
  private var frame = 0

  /// What happens before a frame.
  typealias Event = (frame: Int, action: (UnsafeMutablePointer<Engine>) -> Void)

  init(_ model: Model, rateHz: Double, channels: Int = 1) throws {
    engine = try Engine.allocate(model: model, sampleRate: rateHz, channelCount: channels)
    self.channels = channels
  }

  deinit { Engine.deallocate(engine) }

  /// Blocks end at events and after at most `blocks` frames, sizes taken in turn.
  func play(_ input: [Float], right: [Float]? = nil, blocks: [Int] = [64], events: [Event] = []) -> [Float] {
    stereo(input, right ?? input, blocks: blocks, events: events).left
  }

  func stereo(
    _ left: [Float], _ right: [Float], blocks: [Int] = [64], events: [Event] = []
  ) -> (left: [Float], right: [Float]) {
    var outLeft = [Float](repeating: .nan, count: left.count)
    var outRight = outLeft
    var pending = events.sorted { $0.frame < $1.frame }[...]
    var (start, turn) = (0, 0)
    while start < left.count {
      while let event = pending.first, event.frame <= start {
        event.action(engine)
        pending = pending.dropFirst()
      }
      var end = min(start + blocks[turn % blocks.count], left.count)
      if let event = pending.first { end = min(end, event.frame) }
      turn += 1
      left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in
          outLeft.withUnsafeMutableBufferPointer { outLeft in
            outRight.withUnsafeMutableBufferPointer { outRight in
              engine.pointee.process(
                left.baseAddress! + start, channels > 1 ? right.baseAddress! + start : nil,
                outLeft: outLeft.baseAddress! + start, outRight: channels > 1 ? outRight.baseAddress! + start : nil,
                frames: end - start)
            }
          }
        }
      }
      start = end
    }
    return (outLeft, outRight)
  }
}
