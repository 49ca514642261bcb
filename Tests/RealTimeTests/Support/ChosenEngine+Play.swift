import Engines

extension ChosenEngine {
  /// Plays an array in mono, in blocks of 64.
  func play(_ input: [Float]) -> [Float] {
    var output = [Float](repeating: .nan, count: input.count)
    input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        for start in stride(from: 0, to: input.count, by: 64) {
          process(
            input.baseAddress! + start, nil, outLeft: output.baseAddress! + start, outRight: nil,
            frames: min(64, input.count - start))
        }
      }
    }
    return output
  }
}
