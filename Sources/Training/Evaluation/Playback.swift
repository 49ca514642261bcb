import ModelFormat
import RealTime

/// The real-time engine run over a whole signal, as the plugin runs it.
public enum Playback {
  /// - Parameters:
  ///   - input: volts at `rateHz`.
  ///   - gestures: one per control.
  /// - Returns: output in volts at `rateHz`.
  public static func render(
    _ model: Model, input: [Float], rateHz: Double, gestures: [KnobGesture], quality: Quality = .live
  ) throws(EngineError) -> [Float] {
    let engine = try Engine.allocate(model: model, sampleRate: rateHz, channelCount: 1)
    defer { Engine.deallocate(engine) }
    func tell(_ frame: Int) {
      for (index, gesture) in gestures.enumerated() {
        engine.pointee.setPosition(gesture.target(frame: frame, rateHz: rateHz), ofControl: index)
      }
    }
    tell(0)
    engine.pointee.setQuality(quality)
    engine.pointee.reset()
    var output = [Float](repeating: 0, count: input.count)
    let stride = KnobGesture.eventFrames
    for start in Swift.stride(from: 0, to: input.count, by: stride) {
      tell(start)
      let frames = min(stride, input.count - start)
      input.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
          engine.pointee.process(
            input.baseAddress! + start, nil, outLeft: output.baseAddress! + start, outRight: nil, frames: frames)
        }
      }
    }
    return output
  }

  /// Seconds of tail that a host at this rate is told of.
  static func tailSeconds(_ model: Model, rateHz: Double) throws(EngineError) -> Double {
    let engine = try Engine.allocate(model: model, sampleRate: rateHz, channelCount: 1)
    defer { Engine.deallocate(engine) }
    return engine.pointee.tailSeconds
  }
}
