import Glibc
import ModelFormat
import RealTime
import TestModels
import Testing

/// What no circuit could play, and circuits that run away.
@Suite struct FaultTests {
  @Test(arguments: [44_100.0, 96_000, 768_000], [Float.nan, .infinity, -.infinity, 1e30, -1e30])
  func badInputIsForgottenWithin50Milliseconds(rateHz: Double, bad: Float) throws {
    let model = Repository.clipper
    let input = Material.music(seconds: 0.2, rateHz: rateHz, peak: 2)
    let clean = try Player(model, rateHz: rateHz).play(input)
    var spoilt = input
    let at = input.count / 4
    for n in at..<at + 5 { spoilt[n] = bad }
    let output = try Player(model, rateHz: rateHz).play(spoilt)
    #expect(output.allSatisfy { $0.isFinite })
    // No burst: what leaves is no louder than the circuit at its hottest.
    #expect(output.map(abs).max()! < 3)
    let recovered = at + Int(0.05 * rateHz)
    let worst = zip(output[recovered...], clean[recovered...]).map { abs($0 - $1) }.max()!
    #expect(worst < 1e-5, "\(worst)")
  }

  @Test func everySampleBad() throws {
    let player = try Player(Repository.clipper, rateHz: 48_000, channels: 2)
    var dice = Dice(3)
    let rubbish: [Float] = [.nan, .infinity, -.infinity, 1e30, -1e30, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
    let input = (0..<48_000).map { _ in rubbish[dice.whole(0...rubbish.count - 1)] }
    let output = player.stereo(input, Array(input.reversed()))
    #expect(output.left.allSatisfy { $0.isFinite } && output.right.allSatisfy { $0.isFinite })
  }

  /// A model whose state grows without end is reset each time, counted, and never heard louder than its limit.
  @Test func aCircuitThatRunsAway() throws {
    var model = RandomModel.all[0].model
    model.stages[0].smallSignal.step[0][0] = [0.02]
    model.stages[0].network.residualScales = [0]
    model.stages[0].states[0].limit = 5
    let player = try Player(model, rateHz: 96_000)
    let input = Material.music(seconds: 0.5, rateHz: 96_000, peak: 1)
    let output = player.play(input)
    let limit = Float(5 * model.stages[0].output.fromStates[0] * model.stages[0].output.scale)
    #expect(player.engine.pointee.faultCount > 5)
    #expect(output.allSatisfy { abs($0) <= limit * 1.05 })
    // Each return is faded in over 5 ms: behind a reset there is silence, not a step.
    let resets = output.indices.dropFirst().filter { output[$0] == 0 && abs(output[$0 - 1]) > limit / 2 }
    #expect(resets.count > 5)
    for at in resets where at + 20 < output.count { #expect(abs(output[at + 1]) < 0.05) }
  }

  /// A stage in the middle that is lost takes the channel with it, and the channel alone.
  @Test func aStageThatRunsAwayResetsTheChannel() throws {
    var model = RandomChain.all[1].model
    let sound = try Player(model, rateHz: 96_000).play(Material.music(seconds: 0.3, rateHz: 96_000, peak: 0.01))
    model.stages[1].states[1].limit = 0.3
    let player = try Player(model, rateHz: 96_000, channels: 2)
    let quiet = Material.music(seconds: 0.3, rateHz: 96_000, peak: 0.01)
    let (left, right) = player.stereo(Material.music(seconds: 0.3, rateHz: 96_000, peak: 8), quiet)
    #expect(right == sound)
    #expect(player.engine.pointee.faultCount > 5)
    #expect(left.allSatisfy { $0.isFinite })
    // Silence lasts to the end of the sub-block, then all stages come back from rest.
    let lost = left.indices.dropFirst().filter { left[$0] == 0 && left[$0 - 1] != 0 }
    #expect(lost.count > 5)
    for at in lost where at + 20 < left.count { #expect(left[at..<at + 20].allSatisfy { abs($0) < 0.05 }) }
  }

  @Test func knobsAndLevelsThatAreNoNumbers() throws {
    let input = Material.music(seconds: 0.05, rateHz: 48_000, peak: 2)
    let plain = try Player(Repository.clipper, rateHz: 48_000).play(input)
    let player = try Player(Repository.clipper, rateHz: 48_000)
    let engine = player.engine
    engine.pointee.setPosition(.nan, ofControl: 0)
    engine.pointee.setPosition(0.3, ofControl: -1)
    engine.pointee.setPosition(0.3, ofControl: 1_000_000)
    engine.pointee.setInputGain(decibels: .nan)
    engine.pointee.setOutputGain(decibels: .nan)
    engine.pointee.setMix(.nan)
    #expect(player.play(input) == plain)
    engine.pointee.setInputGain(decibels: .infinity)
    engine.pointee.setOutputGain(decibels: -.infinity)
    #expect(player.play(input).allSatisfy { $0.isFinite })
    engine.pointee.setInputGain(decibels: -.infinity)
    engine.pointee.setOutputGain(decibels: .infinity)
    #expect(player.play(input).allSatisfy { $0.isFinite })
  }

  @Test func whatCannotBeBuilt() throws {
    for rateHz in [0, 999, 768_001, -1, Double.nan, .infinity] {
      #expect(throws: EngineError.self) {
        try Engine.allocate(model: Repository.clipper, sampleRate: rateHz, channelCount: 1)
      }
    }
    for channels in [0, 3, -1] {
      #expect(throws: EngineError.channelCount(channels)) {
        try Engine.allocate(model: Repository.clipper, sampleRate: 48_000, channelCount: channels)
      }
    }
  }

  /// Subnormal numbers are slow, not wrong: nothing depends on their being flushed.
  @Test func subnormalInput() throws {
    let player = try Player(Repository.clipper, rateHz: 48_000)
    let tiny = (0..<4800).map { $0 % 2 == 0 ? Float.leastNonzeroMagnitude : Float.leastNormalMagnitude / 2 }
    #expect(player.play(tiny).allSatisfy { abs($0) < 1e-30 })
    let input = Material.music(seconds: 0.05, rateHz: 48_000, peak: 2)
    let fresh = try Player(Repository.clipper, rateHz: 48_000)
    #expect(zip(player.play(input), fresh.play(input)).allSatisfy { abs($0 - $1) < 1e-6 })
  }
}
