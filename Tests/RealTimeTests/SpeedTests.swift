import ModelFormat
import RealTime
import TestModels
import Testing

/// Printed, not judged: what a model sample costs.
@Suite(.serialized) struct SpeedTests {
  static let chains = RandomChain.all.map(\.model)

  @Test(arguments: chains.indices) func chain(_ index: Int) throws {
    let model = Self.chains[index]
    let player = try Player(model, rateHz: 96_000)
    let input = Material.music(seconds: 1, rateHz: 96_000, peak: 2)
    let time = ContinuousClock().measure { #expect(player.play(input, blocks: [256]).contains { abs($0) > 0.1 }) }
    print("engine, \(model.name), \(model.stages.count) stages: \(time / input.count) per sample")
  }

  @Test(arguments: ["held", "moving", "resting"])
  func engine(_ what: String) throws {
    let rateHz = 96_000.0
    let player = try Player(Repository.clipper, rateHz: rateHz)
    let input =
      what == "resting"
      ? [Float](repeating: 0, count: 96_000) : Material.music(seconds: 1, rateHz: rateHz, peak: 2)
    var events: [Player.Event] = []
    if what == "moving" {
      for frame in stride(from: 0, to: input.count, by: 64) {
        let position = Double(frame % 4801) / 4801
        events.append((frame, { $0.pointee.setPosition(position, ofControl: 0) }))
      }
    }
    var output: [Float] = []
    var best = Duration.seconds(100)
    for _ in 0..<5 {
      best = min(best, ContinuousClock().measure { output = player.play(input, blocks: [256], events: events) })
    }
    print("engine, \(what): \(best / input.count) per sample")
    #expect(output.allSatisfy { $0.isFinite } && (what == "resting") == output.allSatisfy { $0 == 0 })
  }
}
