/// Audio of one or two channels at fixed addresses, input and output.
final class Channels {
  let count: Int
  let frameCount: Int
  let inputs: UnsafeMutablePointer<UnsafePointer<Float>>
  let outputs: UnsafeMutablePointer<UnsafeMutablePointer<Float>>

  /// - Parameter audio: an array per channel, all of the same length.
  init(_ audio: [[Float]]) {
    count = audio.count
    frameCount = audio[0].count
    inputs = .allocate(capacity: count)
    outputs = .allocate(capacity: count)
    for (index, channel) in audio.enumerated() {
      let input = UnsafeMutablePointer<Float>.allocate(capacity: frameCount)
      input.initialize(from: channel, count: frameCount)
      (inputs + index).initialize(to: UnsafePointer(input))
      let output = UnsafeMutablePointer<Float>.allocate(capacity: frameCount)
      output.initialize(repeating: 0, count: frameCount)
      (outputs + index).initialize(to: output)
    }
  }

  deinit {
    for index in 0..<count {
      inputs[index].deallocate()
      outputs[index].deallocate()
    }
    inputs.deallocate()
    outputs.deallocate()
  }

  func output(_ channel: Int) -> [Float] { Array(UnsafeBufferPointer(start: outputs[channel], count: frameCount)) }
}
