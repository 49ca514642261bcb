import CLAP
import Testing

@Suite struct EventTests {
  @Test(arguments: Library.shared.ids) func flushWhileInactive(_ id: String) throws {
    let instance = try Instance(id)
    let input = try instance.parameter("Input").id
    instance.flush([.value(input, 6)])
    #expect(instance.value(input) == 6)
    try instance.activate()
    #expect(instance.value(input) == 6)
    instance.flush([.value(input, -3)])
    #expect(instance.value(input) == -3)
    instance.deactivate()
    #expect(instance.value(input) == -3)
  }

  @Test(arguments: Library.shared.ids) func valuesAreClamped(_ id: String) throws {
    let instance = try Instance(id, rate: 48000)
    for parameter in instance.parameters {
      for (sent, expected) in [
        (parameter.maximum + 1, parameter.maximum), (-Double.infinity, parameter.minimum),
        (.infinity, parameter.maximum), (-1e30, parameter.minimum),
      ] {
        _ = instance.process([Signal.silence(16), Signal.silence(16)], events: [.value(parameter.id, sent)])
        #expect(instance.value(parameter.id) == expected)
      }
      _ = instance.process([Signal.silence(16), Signal.silence(16)], events: [.value(parameter.id, .nan)])
      #expect(instance.value(parameter.id) == parameter.minimum, "not a number is ignored")
    }
    let quality = try instance.parameter("Quality").id
    instance.flush([.value(quality, 1.4)])
    #expect(instance.value(quality) == 1)
  }

  @Test(arguments: Library.shared.ids) func foreignEventsAreIgnored(_ id: String) throws {
    let instance = try Instance(id, rate: 48000)
    let input = try instance.parameter("Input").id
    var odd: [Event] = []
    for type: UInt16 in [0, 1, 7, 9, 10, 11, 12, 99, .max] {
      odd.append(Event(type: type, id: input, value: 12))
    }
    odd.append(Event(space: 7, id: input, value: 12))
    odd.append(Event(space: .max, id: input, value: 12))
    odd.append(Event(size: UInt32(MemoryLayout<clap_event_header_t>.size), id: input, value: 12))
    odd.append(Event(id: CLAP_INVALID_ID, value: 12))
    odd.append(Event(id: input ^ 1, value: 12))
    let before = instance.values
    _ = instance.process([Signal.silence(16), Signal.silence(16)], events: odd)
    instance.flush(odd)
    #expect(instance.values == before)
  }

  @Test(arguments: Library.shared.ids) func cookiesAreHints(_ id: String) throws {
    let instance = try Instance(id, rate: 48000)
    let input = try instance.parameter("Input")
    let other = try #require(instance.parameters.first { $0.id != input.id })
    let cookies = [nil, input.cookie, other.cookie, UnsafeMutableRawPointer(bitPattern: UInt.max)]
    for (step, cookie) in cookies.enumerated() {
      for address: Int32 in [-1, 0] {
        let value = Double(step * 2) - Double(address)
        instance.flush([Event(id: input.id, cookie: cookie, address: address, value: value)])
        #expect(instance.value(input.id) == value)
      }
    }
    #expect(instance.value(other.id) == other.default)
  }

  @Test(arguments: Library.shared.ids) func modulationIsAddedAndNeverSaved(_ id: String) throws {
    let instance = try Instance(id, rate: 48000)
    let direct = try Instance(id, rate: 48000)
    let input = try instance.parameter("Input").id
    let saved = instance.save()
    let signal = Signal.sine(9600)
    let modulated = instance.render(signal, events: [.modulation(input, 12, at: 100), .modulation(input, 0, at: 5000)])
    let set = direct.render(signal, events: [.value(input, 12, at: 100), .value(input, 0, at: 5000)])
    #expect(Difference(modulated, set) == nil)
    #expect(instance.value(input) == 0 && instance.save() == saved)
    let untouched = try Instance(id, rate: 48000).render(signal)
    #expect(Difference(modulated, untouched) != nil)
  }

  @Test(arguments: Library.shared.ids) func eventsTakeEffectAtTheirSample(_ id: String) throws {
    let signal = Signal.sine(4800)
    let parameters = try Instance(id).parameters
    for parameter in parameters where !parameter.isStepped {
      let target = parameter.default == parameter.maximum ? parameter.minimum : parameter.maximum
      let events: [Event] = [
        .value(parameter.id, target, at: 1234), .value(parameter.id, target, at: 1235),
        .value(parameter.id, parameter.default, at: 2400), .value(parameter.id, target, at: 2400),
        .value(parameter.id, parameter.default, at: 4799),
      ]
      let whole = try Instance(id, rate: 48000).render(signal, block: 4800, events: events)
      for block in [1, 7, 64, 1000] {
        let split = try Instance(id, rate: 48000).render(signal, block: block, events: events)
        #expect(Difference(split, whole) == nil, "\(parameter.name) in blocks of \(block)")
      }
      let still = try Instance(id, rate: 48000).render(signal, block: 4800)
      #expect(Difference(Array(whole[..<1234]), Array(still[..<1234])) == nil, "nothing before its sample")
    }
  }

  /// Hosts that send every value again in every block change nothing, to the bit.
  @Test(arguments: Library.shared.ids) func repeatedValuesAreNothing(_ id: String) throws {
    let signal = Signal.sine(4800)
    let parameters = try Instance(id).parameters
    let once = parameters.filter { !$0.isStepped }.map { Event.value($0.id, 0.3 * ($0.minimum + $0.maximum), at: 64) }
    let again = (1..<75).flatMap { block in
      once.flatMap { event -> [Event] in
        var event = event
        event.time = UInt32(block * 64)
        return [event, event]
      }
    }
    let first = try Instance(id, rate: 48000).render(signal, block: 64, events: once)
    #expect(try Instance(id, rate: 48000).render(signal, block: 64, events: again) == first)
  }

  @Test(arguments: Library.shared.ids) func lateAndUnsortedEventsStillCount(_ id: String) throws {
    let instance = try Instance(id, rate: 48000)
    let input = try instance.parameter("Input").id
    let output = try instance.parameter("Output").id
    let events: [Event] = [.value(input, 3, at: 60), .value(output, -3, at: 10), .value(input, 5, at: 5000)]
    _ = instance.process([Signal.sine(64), Signal.sine(64)], events: events)
    #expect(instance.value(input) == 5 && instance.value(output) == -3)
  }
}
