import CLAP
import Glibc
import Testing

@Suite struct LifeCycleTests {
  @Test(arguments: Library.shared.ids) func fallsAsleepAndWakes(_ id: String) throws {
    let instance = try Instance(id, rate: 48000)
    #expect(instance.process([Signal.sine(512), Signal.sine(512)]).status == CLAP_PROCESS_CONTINUE)
    guard instance.tail < UInt32(Int32.max) else {
      // Sings for ever.
      for _ in 0..<200 {
        #expect(instance.process([Signal.silence(512), Signal.silence(512)]).status == CLAP_PROCESS_CONTINUE)
      }
      return
    }
    var blocks = 0
    var last = instance.process([Signal.silence(512), Signal.silence(512)])
    while last.status != CLAP_PROCESS_SLEEP, blocks < 2000 {
      last = instance.process([Signal.silence(512), Signal.silence(512)])
      blocks += 1
    }
    #expect(last.status == CLAP_PROCESS_SLEEP, "within \(blocks) blocks")
    last = instance.process([Signal.silence(512), Signal.silence(512)])
    #expect(last.status == CLAP_PROCESS_SLEEP && last.constantMask == 3)
    #expect(last.channels.joined().allSatisfy { $0 == 0 })
    let awake = instance.process([Signal.sine(512), Signal.sine(512)])
    #expect(awake.status == CLAP_PROCESS_CONTINUE && awake.channels[0].contains { $0 != 0 })
  }

  /// What follows the tail is 100 dB below what was played, and a host that stops there cuts nothing off.
  @Test(arguments: Library.shared.ids) func theTailIsLongEnough(_ id: String) throws {
    let instance = try Instance(id, rate: 48000)
    guard instance.tail < UInt32(Int32.max) else { return }
    let played = instance.render(Signal.sine(9600, hertz: 82)).map(abs).max()!
    let tail = instance.render(Signal.silence(Int(instance.tail) + 9600))
    let rest = tail[Int(instance.tail)...].map(abs).max()!
    #expect(rest < 1e-5 * played, "\(instance.tail) frames of tail")
    #expect((0.05...20).contains(Double(instance.tail) / 48000))
  }

  @Test(arguments: Library.shared.ids) func resetKeepsParametersAndForgetsSound(_ id: String) throws {
    let fresh = try Instance(id)
    let used = try Instance(id, rate: 48000)
    let input = try used.parameter("Input").id
    fresh.flush([.value(input, 9)])
    try fresh.activate()
    _ = used.render(Signal.sine(5000), events: [.value(input, 9, at: 3000)])
    used.reset()
    #expect(used.value(input) == 9)
    let again = used.render(Signal.sine(5000, hertz: 97))
    let first = fresh.render(Signal.sine(5000, hertz: 97))
    #expect(Difference(again, first) == nil)
  }

  @Test(arguments: Library.shared.ids) func startsWithoutThump(_ id: String) throws {
    let instance = try Instance(id)
    for parameter in instance.parameters where !parameter.isStepped && parameter.name != "Mix" {
      instance.flush([.value(parameter.id, parameter.maximum)])
    }
    try instance.activate()
    guard instance.tail < UInt32(Int32.max) else { return }
    let output = instance.render(Signal.silence(4800))
    #expect(output.allSatisfy { $0.magnitude < 1e-4 })
  }

  @Test(arguments: Library.shared.ids) func activatesAtAnyRate(_ id: String) throws {
    let instance = try Instance(id)
    for rate in [1000, 22050, 44100, 47999.5, 48000, 96000, 192_000, 384_000, 768_000] {
      try instance.activate(rate: rate)
      let output = instance.render(Signal.sine(2000))
      #expect(output.allSatisfy { $0.isFinite })
      #expect(!instance.plugin.pointee.activate(instance.plugin, rate, 1, 512), "active already")
      instance.deactivate()
    }
    for rate in [0, -1, .nan, .infinity] {
      #expect(!instance.plugin.pointee.activate(instance.plugin, rate, 1, 512))
    }
  }

  @Test(arguments: Library.shared.ids) func instancesAreIndependent(_ id: String) throws {
    let alone = try Instance(id, rate: 48000).render(Signal.sine(4000))
    let crowd = try (0..<100).map { _ in try Instance(id, rate: 48000) }
    for (index, instance) in crowd.enumerated() where index % 2 == 1 {
      let input = try instance.parameter("Input").id
      _ = instance.render(Signal.sine(4000, hertz: 500), events: [.value(input, 20)])
    }
    for (index, instance) in crowd.enumerated() where index % 2 == 0 {
      let output = instance.render(Signal.sine(4000))
      #expect(Difference(output, alone) == nil)
    }
  }

  /// How the processor treats subnormal numbers is the host's to say, before and after every call.
  @Test(arguments: Library.shared.ids) func floatModeIsRestored(_ id: String) throws {
    let instance = try Instance(id, rate: 48000)
    for isFlushing in [true, false] {
      #if arch(x86_64)
        var environment = fenv_t()
        fegetenv(&environment)
        environment.__mxcsr = isFlushing ? environment.__mxcsr | 0x8040 : environment.__mxcsr & ~0x8040
        fesetenv(&environment)
        _ = instance.render(Signal.sine(512))
        instance.reset()
        fegetenv(&environment)
        #expect((environment.__mxcsr & 0x8040 != 0) == isFlushing)
      #endif
    }
  }
}
