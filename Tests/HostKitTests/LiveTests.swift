import AudioFiles
import HostKit
import Testing

/// Live play on a device made of memory.
@Suite struct LiveTests {
  /// Gives a ramp, keeps what is played, and fails when it is told to.
  final class MemoryDevice: LiveDevice {
    struct Unplugged: Error {}

    let inputChannelCount: Int
    var xrunCount = 0
    var played: [[Float]] = [[], []]
    var drains = 0
    private var given = 0
    private let lastBlock: Int?

    init(inputs: Int, lastBlock: Int? = nil) {
      inputChannelCount = inputs
      self.lastBlock = lastBlock
    }

    func read(into channels: [UnsafeMutablePointer<Float>], frames: Int) throws {
      for (index, channel) in channels.enumerated() {
        for frame in 0..<frames { channel[frame] = Float(given + frame) * (index == 0 ? 1 : -1) }
      }
      given += frames
    }

    func write(_ channels: [UnsafeMutablePointer<Float>], frames: Int) throws {
      for (index, channel) in channels.enumerated() {
        played[index] += UnsafeBufferPointer(start: channel, count: frames)
      }
      if given == 2 * frames { xrunCount += 1 }
      if let lastBlock, given >= lastBlock * frames { throw Unplugged() }
    }

    func drain() { drains += 1 }
  }

  @Test func whatIsHeardIsPlayed() throws {
    let device = MemoryDevice(inputs: 2)
    let player = LivePlayer(
      try Fixture.gain(), device, .device, sampleRate: 48000, blockFrames: 32,
      script: [.value(10, 2, at: 50), .value(10, 0, at: 40)], frameLimit: 100)
    let status = try player.run()
    let ramp = (0..<100).map { Float($0) * ($0 < 40 ? 1 : $0 < 50 ? 0 : 2) }
    #expect(device.played == [ramp, ramp.map { -$0 }] && device.drains == 1)
    #expect(status.frames == 100 && status.blocks == 4 && status.changes == 2 && status.xruns == 1)
    #expect(status.greatestInput == 99 && status.greatestOutput == 198 && status.greatestLoad > 0)
  }

  @Test func oneInputFeedsAll() throws {
    let device = MemoryDevice(inputs: 1)
    try LivePlayer(
      try Fixture.gain(), device, .device, sampleRate: 48000, blockFrames: 32, frameLimit: 32
    ).run()
    #expect(device.played[0] == device.played[1] && device.played[1].last == 31)
  }

  @Test func whatIsSentBeforeTheEndArrives() throws {
    let plugin = try Fixture.gain()
    let noise = LoopedAudio(Fixture.noise(1000), loops: true)
    let player = LivePlayer(plugin, MemoryDevice(inputs: 0), .audio(noise), sampleRate: 48000, blockFrames: 64)
    player.send(.value(10, 0.25))
    player.stop()
    #expect(try player.run().changes == 1)
    #expect(plugin.value(of: 10) == 0.25 && plugin.state == .inactive)
  }

  @Test func audioEndsOrLoops() throws {
    for loops in [false, true] {
      let device = MemoryDevice(inputs: 0)
      let audio = LoopedAudio(
        AudioBuffer(sampleRate: 48000, channels: [(0..<10).map { Float($0) }]), loops: loops)
      try LivePlayer(
        try Fixture.gain(), device, .audio(audio), sampleRate: 48000, blockFrames: 16, frameLimit: 24
      ).run()
      #expect(device.played[1] == (0..<24).map { loops || $0 < 10 ? Float($0 % 10) : 0 })
    }
  }

  @Test func aRestartDoesNotEndTheMusic() throws {
    let plugin = try Fixture.echo()
    let device = MemoryDevice(inputs: 1)
    let status = try LivePlayer(
      plugin, device, .device, sampleRate: 48000, blockFrames: 32, frameLimit: 320
    ).run()
    #expect(status.frames == 320 && device.played[0].count == 320)
    #expect(plugin.record.logs.map(\.message).contains("restarted"))
    #expect(plugin.record.logs.map(\.message).contains("called back"))
  }

  @Test func aLostDeviceIsAnError() throws {
    let plugin = try Fixture.gain()
    let player = LivePlayer(
      plugin, MemoryDevice(inputs: 2, lastBlock: 3), .device, sampleRate: 48000, blockFrames: 32)
    #expect(throws: MemoryDevice.Unplugged.self) { try player.run() }
    #expect(plugin.state == .inactive)
  }
}
