import AudioFiles

/// Audio from memory as a stream that ends, or does not.
public struct LoopedAudio: Sendable {
  private let audio: AudioBuffer<Float>
  private let loops: Bool
  private var position = 0

  /// - Precondition: at least one frame.
  public init(_ audio: AudioBuffer<Float>, loops: Bool) {
    precondition(audio.frameCount > 0, "expected audio, got none")
    self.audio = audio
    self.loops = loops
  }

  /// Frames until the end; nil for a loop.
  public var frameCount: Int? { loops ? nil : audio.frameCount }

  /// As many channels as a port has.
  func fitted(to channels: Int) -> LoopedAudio {
    LoopedAudio(Renderer.fit(audio, to: channels), loops: loops)
  }

  /// The next frames; silence after the end. [audio-thread]
  mutating func fill(_ targets: [UnsafeMutablePointer<Float>], frames: Int) {
    var done = 0
    while done < frames {
      if loops, position >= audio.frameCount { position = 0 }
      let count = min(frames - done, audio.frameCount - position)
      guard count > 0 else { break }
      for (channel, target) in targets.enumerated() {
        audio.channels[channel].withUnsafeBufferPointer {
          (target + done).update(from: $0.baseAddress! + position, count: count)
        }
      }
      done += count
      position += count
    }
    for target in targets { (target + done).update(repeating: 0, count: frames - done) }
  }
}
