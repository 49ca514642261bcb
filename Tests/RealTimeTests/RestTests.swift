import ModelFormat
import RealTime
import TestModels
import Testing

/// Rest: exact zero, left at the first sample, without thumps.
@Suite struct RestTests {
  static let models = [Repository.clipper] + RandomChain.models

  @Test(arguments: models.indices, [44_100.0, 96_000])
  func silenceBecomesExactZero(_ index: Int, rateHz: Double) throws {
    let model = Self.models[index]
    let player = try Player(model, rateHz: rateHz)
    #expect(player.engine.pointee.isAtRest)
    let loud = player.play(Material.music(seconds: 0.3, rateHz: rateHz, peak: 8))
    #expect(!player.engine.pointee.isAtRest && loud.contains { abs($0) > 0.1 })
    let half = Int(0.5 * rateHz)
    let tail = player.play([Float](repeating: 0, count: half))
    #expect(tail[(half - 100)...].allSatisfy { $0 == 0 })
    #expect(player.engine.pointee.isAtRest, "\(model.name): \(tail[half - 1])")
    // −100 dBFS well before.
    #expect(tail[(half / 2)...].allSatisfy { abs($0) < 1e-5 })
  }

  /// A knob that moves while nothing sounds leaves no trace: the engine wakes as a fresh one at that position.
  @Test(arguments: models.indices)
  func wakesWithTheFirstSample(_ index: Int) throws {
    let model = Self.models[index]
    let player = try Player(model, rateHz: 96_000)
    let fresh = try Player(model, rateHz: 96_000)
    let silence = [Float](repeating: 0, count: 48_000)
    _ = player.play(Material.music(seconds: 0.1, rateHz: 96_000, peak: 4))
    _ = player.play(silence)
    #expect(player.engine.pointee.isAtRest)
    for engine in [player.engine, fresh.engine] {
      for knob in model.controls.indices { engine.pointee.setPosition(0.8, ofControl: knob) }
    }
    #expect(player.engine.pointee.isAtRest == model.controls.isEmpty)
    fresh.engine.pointee.reset()
    let moved = player.play(silence)
    #expect(moved[40_000...].allSatisfy { $0 == 0 } && player.engine.pointee.isAtRest)
    let input = [Float](repeating: 0, count: 13) + Material.sine(440, rateHz: 96_000, count: 2000).map { $0 + 0.1 }
    let output = player.play(input, blocks: [2013])
    #expect(output[..<13].allSatisfy { $0 == 0 } && output[13] != 0)
    #expect(output == fresh.play(input, blocks: [2013]))
  }

  @Test(arguments: models.indices)
  func resetDoesNotThump(_ index: Int) throws {
    let model = Self.models[index]
    let player = try Player(model, rateHz: 48_000)
    for position in [0.0, 0.4, 1] {
      _ = player.play(Material.music(seconds: 0.1, rateHz: 48_000, peak: 8))
      for knob in model.controls.indices { player.engine.pointee.setPosition(position, ofControl: knob) }
      player.engine.pointee.setQuality(position == 0.4 ? .ultra : .high)
      player.engine.pointee.reset()
      #expect(player.engine.pointee.isAtRest)
      // A sample far below hearing keeps the circuits running: they stay where they rest.
      let whisper = [Float](repeating: 1e-9, count: 4800)
      #expect(player.play(whisper).allSatisfy { abs($0) < 2e-7 }, "\(model.name)")
    }
  }

  /// Rest is a fixed point of the kernel itself, to the last bit, for biased networks as well.
  @Test(arguments: models.indices)
  func theKernelRestsExactly(_ index: Int) throws {
    let player = try Player(Self.models[index], rateHz: 96_000)
    // Bypass on its way keeps the engine from resting.
    let output = player.play(
      [Float](repeating: 0, count: 4000),
      events: stride(from: 0, to: 4000, by: 100).map { frame in
        (frame, { $0.pointee.setBypass(frame % 200 == 0) })
      })
    #expect(output.allSatisfy { $0 == 0 } && !player.engine.pointee.isAtRest)
  }

  @Test func bypassWhileResting() throws {
    let player = try Player(Repository.clipper, rateHz: 48_000)
    player.engine.pointee.setBypass(true)
    #expect(!player.engine.pointee.isAtRest)
    #expect(player.play([Float](repeating: 0, count: 24_000)).allSatisfy { $0 == 0 })
    #expect(player.engine.pointee.isAtRest)
    let input = Material.music(seconds: 0.05, rateHz: 48_000, peak: 2)
    #expect(player.play(input) == input)
  }
}
