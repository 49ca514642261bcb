import CLAP
import Testing

@Suite struct AudioTests {
  /// Circuits that play elsewhere for long after any change of level, until their bias is back: as long as their tail.
  /// The Fuzz Face itself is off by 0.95 of its peak 50 ms after 10 ms of silence, by 0.05 after 150 ms.
  private static let slowBias: Set = ["org.attractor.fuzz-face"]

  @Test(arguments: Library.shared.ids) func badSamplesCountAsSilence(_ id: String) throws {
    let bad: [Float] = [.nan, .signalingNaN, .infinity, -.infinity, 1e30, -1e30, .greatestFiniteMagnitude]
    let instance = try Instance(id, rate: 48000)
    let wait = Self.slowBias.contains(id) ? Int(instance.tail) : 2400
    let count = 5300 + wait + 16300
    var dirty = Signal.sine(count)
    var clean = dirty
    for index in 4800..<5300 {
      dirty[index] = bad[index % bad.count]
      clean[index] = 0
    }
    let output = instance.render(dirty)
    let expected = try Instance(id, rate: 48000).render(clean)
    #expect(Difference(output, expected) == nil)
    let steady = try Instance(id, rate: 48000).render(Signal.sine(count))
    let loudest = steady.map(\.magnitude).max() ?? 0
    #expect(output.allSatisfy { $0.isFinite && $0.magnitude <= 4 * loudest })
    let error = zip(output, steady).dropFirst(5300 + wait).map { abs($0 - $1) }.max() ?? 0
    #expect(error <= 0.05 * loudest, "\(wait) frames later it plays on")
  }

  @Test(arguments: Library.shared.ids) func neverSubnormal(_ id: String) throws {
    let instance = try Instance(id, rate: 48000)
    var signal = Signal.sine(4800)
    signal += [Float](repeating: .leastNonzeroMagnitude * 1000, count: 4800)
    signal += (0..<48000).map { Float.leastNormalMagnitude * Float($0 % 7) / 3 }
    for sample in instance.render(signal) { #expect(sample.isFinite && !sample.isSubnormal) }
  }

  @Test(arguments: Library.shared.ids) func zeroFrames(_ id: String) throws {
    let instance = try Instance(id, rate: 48000)
    let input = try instance.parameter("Input").id
    let block = instance.process([[], []], frames: 0, events: [.value(input, 3)])
    #expect(block.status != CLAP_PROCESS_ERROR)
    #expect(instance.value(input) == 3)
  }

  @Test(arguments: Library.shared.ids) func monoEqualsStereo(_ id: String) throws {
    let signal = Signal.sine(3000)
    let stereo = try Instance(id, rate: 48000).process([signal, signal])
    let mono = try Instance(id, rate: 48000).process([signal], outputChannels: 1)
    let widened = try Instance(id, rate: 48000).process([signal])
    let narrowed = try Instance(id, rate: 48000).process([signal, signal], outputChannels: 1)
    let wide = try Instance(id, rate: 48000).process([signal, signal], outputChannels: 4)
    #expect(Difference(stereo.channels[0], stereo.channels[1]) == nil)
    #expect(Difference(mono.channels[0], stereo.channels[0]) == nil)
    #expect(Difference(widened.channels[1], stereo.channels[1]) == nil)
    #expect(Difference(narrowed.channels[0], stereo.channels[0]) == nil)
    #expect(Difference(wide.channels[1], stereo.channels[1]) == nil)
    #expect(wide.channels[2...].joined().allSatisfy { $0 == 0 })
    #expect(wide.constantMask == 0b1100)
  }

  @Test(arguments: Library.shared.ids) func inPlaceAndCrossed(_ id: String) throws {
    let left = Signal.sine(3000)
    let right = Signal.sine(3000, hertz: 331)
    let apart = try Instance(id, rate: 48000).process([left, right])
    let inPlace = try Instance(id, rate: 48000).process([left, right], inPlace: true)
    for channel in 0..<2 { #expect(Difference(inPlace.channels[channel], apart.channels[channel]) == nil) }
    // Left written over right and the other way round.
    let instance = try Instance(id, rate: 48000)
    let (a, b) = (Instance.Memory(left, 200), Instance.Memory(right, 200))
    var sources = [Optional(a.pointer), Optional(b.pointer)]
    var targets = [Optional(b.pointer), Optional(a.pointer)]
    sources.withUnsafeMutableBufferPointer { sources in
      targets.withUnsafeMutableBufferPointer { targets in
        var source = clap_audio_buffer_t()
        source.data32 = sources.baseAddress
        source.channel_count = 2
        var target = source
        target.data32 = targets.baseAddress
        _ = instance.process(&source, &target, frames: 200)
      }
    }
    #expect(Difference(b.samples, Array(apart.channels[0][..<200])) == nil)
    #expect(Difference(a.samples, Array(apart.channels[1][..<200])) == nil)
  }

  @Test(arguments: Library.shared.ids) func missingBuffersDoNotCrash(_ id: String) throws {
    let instance = try Instance(id, rate: 48000)
    var source = clap_audio_buffer_t()
    var target = clap_audio_buffer_t()
    source.channel_count = 2
    target.channel_count = 2
    #expect(instance.process(&source, &target, frames: 64) != CLAP_PROCESS_ERROR)
    source.channel_count = 0
    target.channel_count = 0
    #expect(instance.process(&source, &target, frames: 64) != CLAP_PROCESS_ERROR)
    let unfed = instance.process([], frames: 64)
    #expect(unfed.channels.joined().allSatisfy { $0.isFinite })
    var process = clap_process_t()
    process.frames_count = 64
    #expect(instance.plugin.pointee.process(instance.plugin, &process) != CLAP_PROCESS_ERROR)
    #expect(instance.plugin.pointee.process(instance.plugin, nil) == CLAP_PROCESS_ERROR)
    instance.params.pointee.flush(instance.plugin, nil, nil)
    instance.deactivate()
    #expect(instance.plugin.pointee.process(instance.plugin, &process) == CLAP_PROCESS_ERROR)
    #expect(!instance.plugin.pointee.start_processing(instance.plugin))
  }

  @Test(arguments: Library.shared.ids) func constantMaskIsTrue(_ id: String) throws {
    let instance = try Instance(id, rate: 48000)
    for block in 0..<200 {
      let input = block < 4 ? Signal.sine(700) : Signal.silence(700)
      let result = instance.process([input, Signal.silence(700)])
      for (channel, samples) in result.channels.enumerated() {
        let isConstant = samples.allSatisfy { $0 == samples[0] }
        #expect((result.constantMask >> UInt64(channel) & 1 == 1) == isConstant)
      }
    }
  }
}
