import ModelFormat
import RealTime
import TestModels
import Testing

/// The host's block sizes do not show: the same bits whatever the blocks, with everything going on at once.
@Suite struct BlockTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    var model: Model
    var rateHz: Double
    var testDescription: String { "\(name) at \(rateHz) Hz" }
  }

  static let cases: [Case] = {
    var cases = [44_100.0, 96_000, 705_600].map { Case(name: "clipper", model: Repository.clipper, rateHz: $0) }
    for model in RandomChain.models + [RandomChain.singer] {
      cases.append(Case(name: model.name, model: model, rateHz: 48_000))
    }
    // Such that run away again and again.
    var faulty = RandomModel.all[2].model
    for s in faulty.stages[0].states.indices { faulty.stages[0].states[s].limit = 0.4 }
    cases.append(Case(name: "faulty", model: faulty, rateHz: 96_000))
    var middle = RandomChain.all[1].model
    middle.stages[1].states[1].limit = 0.1
    cases.append(Case(name: "faulty", model: middle, rateHz: 48_000))
    return cases
  }()

  @Test(arguments: cases)
  func anyBlocksTheSameBits(_ test: Case) throws {
    let count = Int(0.9 * min(test.rateHz, 96_000))
    var left = Material.music(seconds: Double(count) / test.rateHz, rateHz: test.rateHz, peak: 3)
    var right = Material.music(seconds: Double(count) / test.rateHz, rateHz: test.rateHz, peak: 3, seed: 8)
    // Silence long enough for rest, twice, woken by one sample in one channel and by sound.
    let rest = Int(0.2 * test.rateHz)
    for n in count / 4..<min(count / 4 + rest, count / 2) { (left[n], right[n]) = (0, 0) }
    for n in count / 2..<min(count / 2 + rest, count * 3 / 4) { (left[n], right[n]) = (0, 0) }
    right[count / 4 + min(rest, count / 4) * 3 / 4] = 0.5
    let events = Self.events(count, controls: test.model.controls.count)
    var random = Dice(99)
    let shapes = [[64], [1], [7], [512], [4096], (0..<101).map { _ in random.whole(1...300) }]
    var first: (left: [Float], right: [Float])?
    for blocks in shapes {
      let player = try Player(test.model, rateHz: test.rateHz, channels: 2)
      let output = player.stereo(left, right, blocks: blocks, events: events)
      guard let first else {
        first = output
        #expect(output.left.allSatisfy { $0.isFinite } && output.right.allSatisfy { $0.isFinite })
        #expect(output.left.contains { abs($0) > 0.05 })
        continue
      }
      for (a, b) in [(output.left, first.left), (output.right, first.right)] {
        let parting = a.indices.first { a[$0].bitPattern != b[$0].bitPattern }
        #expect(
          parting == nil,
          "blocks \(blocks.prefix(3)): frame \(parting!): \(a[parting!]) against \(b[parting!])")
      }
      #expect(test.name != "faulty" || player.engine.pointee.faultCount > 10)
    }
  }

  /// Everything that can be told to an engine, at odd frames.
  static func events(_ count: Int, controls: Int) -> [Player.Event] {
    var dice = Dice(5)
    var events: [Player.Event] = []
    for _ in 0..<60 {
      let frame = dice.whole(0...count - 1)
      let value = dice.number(0...1)
      switch dice.whole(0...6) {
      case 0, 1, 2:
        guard controls > 0 else { continue }
        let knob = dice.whole(0...controls - 1)
        events.append((frame, { $0.pointee.setPosition(value, ofControl: knob) }))
      case 3: events.append((frame, { $0.pointee.setInputGain(decibels: 12 * value - 6) }))
      case 4: events.append((frame, { $0.pointee.setMix(value) }))
      case 5: events.append((frame, { $0.pointee.setBypass(value > 0.7) }))
      default:
        let quality = Quality.allCases[dice.whole(0...2)]
        events.append((frame, { $0.pointee.setQuality(quality) }))
      }
    }
    return events
  }

  @Test func inPlaceIsTheSame() throws {
    let input = Material.music(seconds: 0.1, rateHz: 48_000, peak: 2)
    let apart = try Player(Repository.clipper, rateHz: 48_000).play(input)
    var buffer = input
    let player = try Player(Repository.clipper, rateHz: 48_000)
    buffer.withUnsafeMutableBufferPointer { buffer in
      let start = buffer.baseAddress!
      player.engine.pointee.process(start, nil, outLeft: start, outRight: nil, frames: buffer.count)
    }
    #expect(buffer == apart)
  }

  @Test func channelsAreTwoCircuits() throws {
    let left = Material.music(seconds: 0.1, rateHz: 48_000, peak: 2)
    let right = Material.music(seconds: 0.1, rateHz: 48_000, peak: 2, seed: 3)
    let both = try Player(Repository.clipper, rateHz: 48_000, channels: 2).stereo(left, right)
    #expect(try Player(Repository.clipper, rateHz: 48_000).play(left) == both.left)
    #expect(try Player(Repository.clipper, rateHz: 48_000).play(right) == both.right)
  }
}
