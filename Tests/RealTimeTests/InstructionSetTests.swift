import Engines
import Glibc
import InstructionSets
import ModelFormat
import TestModels
import Testing

/// The engine compiled for one instruction set against the others: knobs still, then moving.
@Suite struct InstructionSetTests {
  static let sets = InstructionSet.available.filter { $0 != .baseline }

  /// Circuits that amplify their own rounding: a high gain, or volts of output from millivolts of state. And made-up
  /// stages of many rows, units or layers, which move little beside what their networks sum up (see `ReferenceTests`).
  private static let looser = [
    "big-muff": -85.0, "fuzz-face": -100.0, "triode-stage": -85.0, "random-53": -97.0, "random-55": -100.0,
    "random-56": -99.0, "random-59": -102.0, "random-60": -99.0,
  ]

  private func play(_ set: InstructionSet, _ model: Model, _ input: [Float]) throws -> [Float] {
    let engine = try ChosenEngine.allocate(set, model: model, sampleRate: 48_000, channelCount: 2)
    defer { engine.deallocate() }
    engine.reset()
    var left = input
    var right = input
    let chunk = 480
    for start in stride(from: 0, to: input.count, by: chunk) {
      if start > input.count / 2 {
        for control in model.controls.indices {
          engine.setPosition(0.5 - 0.4 * cos(Double(start) * 3e-4 + Double(control)), ofControl: control)
        }
      }
      left.withUnsafeMutableBufferPointer { left in
        right.withUnsafeMutableBufferPointer { right in
          let (l, r) = (left.baseAddress! + start, right.baseAddress! + start)
          engine.process(l, r, outLeft: l, outRight: r, frames: min(chunk, input.count - start))
        }
      }
    }
    #expect(left == right)
    return left
  }

  @Test(arguments: Repository.shippedModels + RandomChain.models, sets)
  func agree(_ model: Model, _ set: InstructionSet) throws {
    // What sings drifts apart in the end, for any difference.
    guard !model.selfOscillates else { return }
    let input = Material.music(seconds: 0.5, rateHz: 48_000, peak: 0.5)
    let reference = try play(.baseline, model, input)
    let error = errorDecibels(try play(set, model, input), reference.map(Double.init))
    print("\(set) against baseline, \(model.name): \(error) dB")
    #expect(error <= Self.looser[model.circuit] ?? -105)
  }
}
