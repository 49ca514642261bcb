import AudioFiles
import Foundation
import HostKit
import Testing

@Suite struct RenderTests {
  @Test func aGainIsExact() throws {
    let plugin = try Fixture.gain()
    plugin.flush([.value(10, 0.5)])
    let input = Fixture.noise(5000)
    let result = try Renderer(plugin).render(input)
    #expect(result.output == AudioBuffer(sampleRate: 48000, channels: input.channels.map { $0.map { $0 * 0.5 } }))
    #expect(result.statistics.blockFrames == Array(repeating: 512, count: 9) + [392])
    #expect(result.statistics.statuses == [.continue: 10])
    #expect(result.statistics.tailFrames == 0 && result.statistics.nonFiniteSamples == 0)
    #expect(plugin.state == .inactive)
  }

  @Test func automationIsSampleAccurate() throws {
    let plugin = try Fixture.gain()
    var settings = RenderSettings()
    settings.automation = [try plugin.automation("gain=10ms:0,20ms:1")]
    settings.automationGrid = 1
    let ones = AudioBuffer<Float>(sampleRate: 48000, channels: [[Float](repeating: 1, count: 1500)])
    let output = try Renderer(plugin, settings).render(ones).output.channels[0]
    for frame in 0..<1500 {
      let expected = min(1, max(0, (Double(frame) / 48000 - 0.01) / 0.01))
      #expect(abs(Double(output[frame]) - expected) < 1e-6)
    }
    settings.automationGrid = 32
    let stairs = try Renderer(plugin, settings).render(ones).output.channels[0]
    let changes = (1..<1500).filter { stairs[$0] != stairs[$0 - 1] }
    // The keyframes lie at 480 and 960, both on the grid.
    #expect(changes == Array(stride(from: 512, through: 960, by: 32)))
  }

  @Test func twoKeyframesAtOneTimeMakeAStep() throws {
    let plugin = try Fixture.gain()
    var settings = RenderSettings()
    settings.automation = [try plugin.automation("gain=0:0.25,0.01:0.25,0.01:2")]
    let ones = AudioBuffer<Float>(sampleRate: 1000, channels: [[Float](repeating: 1, count: 20)])
    let output = try Renderer(plugin, settings).render(ones).output.channels[0]
    #expect(output == [Float](repeating: 0.25, count: 10) + [Float](repeating: 2, count: 10))
  }

  @Test(arguments: [.fixed(1), .fixed(64), .fixed(4096), .random(seed: 1), .random(seed: 2, max: 33)] as [BlockSizes])
  func blockSizesDoNotMatter(blocks: BlockSizes) throws {
    let input = Fixture.noise(20000)
    func render(_ blocks: BlockSizes) throws -> AudioBuffer<Float> {
      let plugin = try Fixture.gain()
      var settings = RenderSettings()
      settings.blocks = blocks
      settings.automation = [
        try plugin.automation("gain=0s:0,0.2s:1,0.3s:0.1"), try plugin.automation("mode=0:0,0.1:0,0.1:1"),
        try plugin.automation("gain=0.05:0,0.35:-0.5", isModulation: true),
      ]
      settings.tail = .seconds(0.01)
      return try Renderer(plugin, settings).render(input).output
    }
    let output = try render(blocks)
    #expect(output.frameCount == 20480)
    #expect(try output == render(.fixed(512)))
  }

  @Test func randomBlocksFollowTheirSeed() throws {
    func frames(_ seed: UInt64) throws -> [Int] {
      var settings = RenderSettings()
      settings.blocks = .random(seed: seed)
      return try Renderer(Fixture.gain(), settings).render(Fixture.noise(20000)).statistics.blockFrames
    }
    #expect(try frames(7) == frames(7))
    #expect(try frames(7) != frames(8))
    #expect(try frames(7).reduce(0, +) == 20000)
  }

  @Test func latencyIsRemovedAndTheTailIsKept() throws {
    var input = AudioBuffer<Float>(sampleRate: 48000, channelCount: 1, frameCount: 1000)
    input.channels[0][990] = 1
    var settings = RenderSettings()
    settings.blocks = .fixed(100)
    let plugin = try Fixture.echo()
    let result = try Renderer(plugin, settings).render(input)
    let output = result.output.channels[0]
    #expect(output.count == 1480)
    #expect(output[990] == 1 && output[1470] == 0.5)
    #expect(output.count { $0 != 0 } == 2)
    #expect(result.statistics.latency == 64 && result.statistics.tailFrames == 480)
    #expect(result.statistics.restarts == 1)
    #expect(plugin.record.logs.map(\.message) == ["called back", "restarted"])
    settings.compensatesLatency = false
    let late = try Renderer(Fixture.echo(), settings).render(input).output.channels[0]
    #expect(late.count == 1480 && late[1054] == 1)
  }

  @Test func stereoFeedsAMonoPortWithItsMean() throws {
    let input = AudioBuffer<Float>(sampleRate: 48000, channels: [[1, 0, 0], [0.5, 0, 1]])
    let output = try Renderer(Fixture.echo()).render(input).output
    #expect(output.channelCount == 1)
    #expect(output.channels[0][..<3] == [0.75, 0, 0.5])
  }

  @Test func monoFeedsBothSides() throws {
    let input = AudioBuffer<Float>(sampleRate: 48000, channels: [[1, 0.5]])
    #expect(try Renderer(Fixture.gain()).render(input).output.channels == [[1, 0.5], [1, 0.5]])
  }

  @Test func anotherRateResamples() throws {
    var settings = RenderSettings()
    settings.sampleRate = 96000
    let tone = (0..<4800).map { Float(sin(2 * .pi * 1000 * Double($0) / 48000)) }
    let output = try Renderer(Fixture.gain(), settings).render(AudioBuffer(sampleRate: 48000, channels: [tone])).output
    #expect(output.sampleRate == 96000 && output.frameCount == 9600)
    let expected = (0..<9600).map { sin(2 * .pi * 1000 * Double($0) / 96000) }
    let worst = (2000..<7600).map { abs(Double(output.channels[0][$0]) - expected[$0]) }.max()!
    #expect(worst < 1e-5)
  }

  @Test func settingsAreChecked() throws {
    #expect(throws: HostError.self) { try BlockSizes(parsing: "0") }
    #expect(throws: HostError.self) { try BlockSizes(parsing: "random:x") }
    #expect(try BlockSizes(parsing: "random:9") == .random(seed: 9))
    #expect(throws: HostError.self) { try TailLength(parsing: "long") }
    #expect(try TailLength(parsing: "1.5") == .seconds(1.5))
    var settings = RenderSettings()
    settings.sampleRate = 10
    #expect(throws: HostError.self) { try Renderer(Fixture.gain(), settings).render(Fixture.noise(10)) }
  }

  /// 60 s of stereo through a trivial plugin: the host's own work is a fraction of a percent of real time.
  @Test func theHostCostsLittle() throws {
    let input = AudioBuffer<Float>(sampleRate: 48000, channelCount: 2, frameCount: 48000 * 60)
    let plugin = try Fixture.gain()
    let clock = ContinuousClock()
    let start = clock.now
    _ = try Renderer(plugin).render(input)
    #expect(clock.now - start < .seconds(0.6))
  }
}
