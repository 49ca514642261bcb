import ModelFormat
import RealTime
import TestModels
import Testing

/// Bypass, mix, levels and changes of quality.
@Suite struct MixTests {
  static let rates = [22_050.0, 44_100, 48_000, 96_000, 192_000, 768_000]

  @Test(arguments: rates)
  func bypassIsExactOnceItHasSettled(rateHz: Double) throws {
    let player = try Player(Repository.clipper, rateHz: rateHz)
    let input = Material.music(seconds: 0.4, rateHz: rateHz, peak: 2)
    let settled = Int(0.2 * rateHz)
    let output = player.play(input, events: [(100, { $0.pointee.setBypass(true) })])
    #expect(output[..<100].elementsEqual(try Player(Repository.clipper, rateHz: rateHz).play(Array(input[..<100]))))
    #expect(output[settled...] == input[settled...])
    // And back: what was played meanwhile went through the circuit all the time.
    let back = player.play(input, events: [(0, { $0.pointee.setBypass(false) })])
    let never = try Player(Repository.clipper, rateHz: rateHz).play(input + input)
    #expect(zip(back[settled...], never[(input.count + settled)...]).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  /// At 0 % the host's signal comes back through the same filters that the circuit's has passed, gains left out.
  @Test(arguments: rates)
  func dryIsFilteredAlike(rateHz: Double) throws {
    // A wire: y = u, without a network to speak of.
    var wire = RandomModel.all[0].model
    wire.stages[0].smallSignal.step = [[[-0.1], [0]]]
    wire.stages[0].smallSignal.outputStep = [[0], [1]]
    wire.stages[0].output.fromStates = [0]
    wire.stages[0].output.scale = wire.stages[0].input.scale
    wire.stages[0].network.residualScales = [0]
    let input = Material.music(seconds: 0.3, rateHz: rateHz, peak: 2)
    func played(_ model: Model, mix: Double) throws -> [Float] {
      let player = try Player(model, rateHz: rateHz)
      player.engine.pointee.setMix(mix)
      player.engine.pointee.reset()
      return player.play(input)
    }
    let dry = try played(Repository.clipper, mix: 0)
    #expect(errorDecibels(try played(wire, mix: 1), dry.map(Double.init)) < -120)
    #expect(errorDecibels(try played(wire, mix: 0.5), dry.map(Double.init)) < -120)
    if RatePlan(hostRateHz: rateHz, quality: .live).factor == 1 && rateHz < 400_000 { #expect(dry == input) }
  }

  @Test func gainsAreDecibels() throws {
    let input = Material.sine(500, rateHz: 96_000, count: 4800, amplitude: 0.01)
    func played(_ tell: (UnsafeMutablePointer<Engine>) -> Void) throws -> [Float] {
      let player = try Player(Repository.clipper, rateHz: 96_000)
      tell(player.engine)
      player.engine.pointee.reset()
      return player.play(input)
    }
    let plain = try played { _ in }
    let louder = try played { $0.pointee.setOutputGain(decibels: 20) }
    #expect(errorDecibels(louder, plain.map { Double($0) * 10 }) < -120)
    let driven = try played { $0.pointee.setInputGain(decibels: 20) }
    let hot = try Player(Repository.clipper, rateHz: 96_000).play(input.map { $0 * 10 })
    #expect(errorDecibels(driven, hot.map(Double.init)) < -120)
  }

  /// Quality changes back and forth, faster than they take, on a steady tone: nothing clicks.
  @Test(arguments: [44_100.0, 48_000, 96_000])
  func qualityChangesWithoutAClick(rateHz: Double) throws {
    let input = Material.sine(220, rateHz: rateHz, count: Int(rateHz), amplitude: 2)
    let steady = try Player(Repository.clipper, rateHz: rateHz).play(input)
    let asked: [(Int, Quality)] = [
      (8001, .ultra), (8100, .live), (8190, .high), (20_003, .live), (30_011, .ultra), (30_500, .high),
    ]
    let changes = asked.map { frame, quality -> Player.Event in (frame, { $0.pointee.setQuality(quality) }) }
    let player = try Player(Repository.clipper, rateHz: rateHz)
    let output = player.play(input, events: changes)
    // A click would bend the curve where the steady tone does not.
    func largestBend(_ y: [Float]) -> Float {
      var largest: Float = 0
      for n in 2002..<y.count {
        let slopes = (y[n] - y[n - 1], y[n - 1] - y[n - 2])
        largest = max(largest, abs(slopes.0 - slopes.1))
      }
      return largest
    }
    let (usual, most) = (largestBend(steady), largestBend(output))
    print("quality change at \(rateHz): bend \(most) against \(usual)")
    #expect(most < 1.05 * usual)
    // It ends in the last quality that was asked for.
    let high = try Player(Repository.clipper, rateHz: rateHz)
    high.engine.pointee.setQuality(.high)
    high.engine.pointee.reset()
    #expect(errorDecibels(output, high.play(input).map(Double.init), from: 40_000) < -90)
  }

  /// A knob that moves while the quality changes keeps moving at its pace in both.
  @Test func knobsGoOnAcrossAQualityChange() throws {
    let rateHz = 96_000.0
    let input = Material.sine(220, rateHz: rateHz, count: 24_000, amplitude: 2)
    let turn: Player.Event = (9_001, { $0.pointee.setPosition(1, ofControl: 0) })
    let plain = try Player(Repository.clipper, rateHz: rateHz).play(input, events: [turn])
    let changed = try Player(Repository.clipper, rateHz: rateHz).play(
      input, events: [turn, (9_107, { $0.pointee.setQuality(.high) })])
    // Filters delay by a few samples; nothing else sets the two apart.
    #expect(errorDecibels(changed, plain.map(Double.init)) < -30)
    let settled = try Player(Repository.clipper, rateHz: rateHz)
    settled.engine.pointee.setQuality(.high)
    settled.engine.pointee.reset()
    let high = settled.play(input, events: [turn])
    #expect(errorDecibels(changed, high.map(Double.init), from: 9_107 + 96 * 40) < -90)
  }
}
