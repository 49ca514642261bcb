import ModelFormat
import RealTime

/// A model in the real-time engine, left alone after loud notes.
enum ModelTail {
  private static let rateHz = 96_000.0
  private static let block = 480
  /// −100 dB of a volt: after quiet notes, what a circuit of high gain makes of its own rounding is no tail.
  private static let floorVolts = 1e-5

  /// How long the engine is heard after the worst of some notes, in seconds.
  ///
  /// - Parameters:
  ///   - positions: one per control.
  ///   - limit: seconds to wait at most.
  /// - Throws: `EngineError`.
  static func seconds(
    _ model: Model, positions: [Double], after notes: [TailNote], limit: Double
  ) throws(EngineError) -> Double {
    let engine = try Engine.allocate(model: model, sampleRate: rateHz, channelCount: 1)
    defer { Engine.deallocate(engine) }
    for (control, position) in positions.enumerated() { engine.pointee.setPosition(position, ofControl: control) }
    var input = [Float](repeating: 0, count: block)
    var output = input
    let noteFrames = Int(TailNote.seconds * rateHz)
    var longest = 0.0
    for note in notes {
      engine.pointee.reset()
      var heard = LastHeard(floorVolts: floorVolts)
      for start in stride(from: 0, to: noteFrames + Int(limit * rateHz), by: block) {
        for n in 0..<block { input[n] = Float(note.volts(at: Double(start + n) / rateHz)) }
        engine.pointee.process(input, nil, outLeft: &output, outRight: nil, frames: block)
        for n in 0..<block { heard.hear(Double(output[n]), at: Double(start + n - noteFrames) / rateHz) }
        // From exact rest nothing comes any more.
        if start >= noteFrames && engine.pointee.isAtRest { break }
      }
      longest = max(longest, heard.seconds)
    }
    return longest
  }
}
