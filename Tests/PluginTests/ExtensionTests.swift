import CLAP
import Foundation
import Testing

/// The extensions beyond parameters, state and ports' description: what each promises, through the built plugin.
@Suite struct ExtensionTests {
  @Test(arguments: Library.shared.ids) func everyIdAnswersAndUnknownOnesAreNull(_ id: String) throws {
    let plugin = try Instance(id).plugin
    let ids = [
      CLAP_EXT_AUDIO_PORTS, CLAP_EXT_PARAMS, CLAP_EXT_STATE, CLAP_EXT_STATE_CONTEXT, CLAP_EXT_LATENCY, CLAP_EXT_TAIL,
      CLAP_EXT_RENDER, CLAP_EXT_PRESET_LOAD, CLAP_EXT_PRESET_LOAD_COMPAT, CLAP_EXT_REMOTE_CONTROLS,
      CLAP_EXT_REMOTE_CONTROLS_COMPAT, CLAP_EXT_PARAM_INDICATION, CLAP_EXT_PARAM_INDICATION_COMPAT,
      CLAP_EXT_CONFIGURABLE_AUDIO_PORTS, CLAP_EXT_CONFIGURABLE_AUDIO_PORTS_COMPAT, CLAP_EXT_AUDIO_PORTS_ACTIVATION,
      CLAP_EXT_AUDIO_PORTS_ACTIVATION_COMPAT,
    ]
    for id in ids { #expect(plugin.pointee.get_extension(plugin, id) != nil, "\(id)") }
    for id in [CLAP_EXT_NOTE_PORTS, CLAP_EXT_VOICE_INFO, CLAP_EXT_GUI, "clap.nonsense", ""] {
      #expect(plugin.pointee.get_extension(plugin, id) == nil, "\(id)")
    }
  }

  @Test(arguments: Library.shared.ids) func pagesNameEveryParameterOnce(_ id: String) throws {
    let instance = try Instance(id)
    let table = try instance.table(CLAP_EXT_REMOTE_CONTROLS, clap_plugin_remote_controls_t.self)
    var named: [clap_id] = []
    var pages: Set<clap_id> = []
    for index in 0..<table.pointee.count(instance.plugin) {
      var page = clap_remote_controls_page_t()
      #expect(table.pointee.get(instance.plugin, index, &page))
      #expect(pages.insert(page.page_id).inserted)
      #expect(!text(page.page_name).isEmpty && !text(page.section_name).isEmpty)
      withUnsafeBytes(of: page.param_ids) { bytes in
        named += bytes.bindMemory(to: clap_id.self).filter { $0 != CLAP_INVALID_ID }
      }
    }
    #expect(named.count == Set(named).count)
    #expect(Set(named) == Set(instance.parameters.map(\.id)))
    var page = clap_remote_controls_page_t()
    #expect(!table.pointee.get(instance.plugin, 99, &page))
  }

  @Test(arguments: Library.shared.ids) func indicationsChangeNothing(_ id: String) throws {
    let instance = try Instance(id)
    let table = try instance.table(CLAP_EXT_PARAM_INDICATION, clap_plugin_param_indication_t.self)
    let before = instance.save()
    var colour = clap_color_t(alpha: 255, red: 255, green: 0, blue: 0)
    for id in instance.parameters.map(\.id) + [CLAP_INVALID_ID, 7] {
      table.pointee.set_mapping(instance.plugin, id, true, &colour, "CC 7", "a knob")
      table.pointee.set_mapping(instance.plugin, id, true, nil, nil, nil)
      table.pointee.set_mapping(instance.plugin, id, false, nil, nil, nil)
      for state in [0, 1, 4, 99] as [UInt32] { table.pointee.set_automation(instance.plugin, id, state, nil) }
    }
    #expect(instance.save() == before && instance.host.calls.isEmpty)
  }

  @Test(arguments: Library.shared.ids) func monoAndStereo(_ id: String) throws {
    let instance = try Instance(id)
    let table = try instance.table(CLAP_EXT_CONFIGURABLE_AUDIO_PORTS, clap_plugin_configurable_audio_ports_t.self)
    func apply(_ requests: [(Bool, UInt32, UInt32)], type: String? = nil) -> Bool {
      let name = type.map { strdup($0)! }
      defer { free(name) }
      let list = requests.map {
        clap_audio_port_configuration_request_t(
          is_input: $0.0, port_index: $0.1, channel_count: $0.2, port_type: name, port_details: nil)
      }
      let can = table.pointee.can_apply_configuration(instance.plugin, list, UInt32(list.count))
      #expect(table.pointee.apply_configuration(instance.plugin, list, UInt32(list.count)) == can)
      return can
    }
    #expect(!apply([]))
    #expect(!apply([(true, 0, 1)]), "one side alone")
    #expect(!apply([(true, 0, 3), (false, 0, 3)]))
    #expect(!apply([(true, 1, 2), (false, 0, 2)]), "no second port")
    #expect(!apply([(true, 0, 1), (false, 0, 1)], type: CLAP_PORT_STEREO))
    let signal = Signal.sine(3000)
    try instance.activate()
    let stereo = instance.process([signal, signal]).channels[0]
    #expect(!apply([(true, 0, 1), (false, 0, 1)]), "not while active")
    instance.deactivate()
    #expect(apply([(true, 0, 1), (false, 0, 1)], type: CLAP_PORT_MONO))
    #expect(instance.channels == [1, 1])
    try instance.activate()
    let mono = instance.process([signal], outputChannels: 1).channels[0]
    #expect(Difference(mono, stereo) == nil, "one circuit of the two")
    instance.deactivate()
    #expect(apply([(true, 0, 2), (false, 0, 2)]))
    #expect(instance.channels == [2, 2])
  }

  @Test(arguments: Library.shared.ids) func portsSwitchedOffAreSilent(_ id: String) throws {
    let instance = try Instance(id)
    let table = try instance.table(CLAP_EXT_AUDIO_PORTS_ACTIVATION, clap_plugin_audio_ports_activation_t.self)
    #expect(!table.pointee.can_activate_while_processing(instance.plugin))
    #expect(!table.pointee.set_active(instance.plugin, true, 1, false, 0))
    #expect(!table.pointee.set_active(instance.plugin, true, 0, false, 16))
    #expect(table.pointee.set_active(instance.plugin, true, 0, false, 32))
    try instance.activate()
    #expect(!table.pointee.set_active(instance.plugin, true, 0, true, 32), "not while active")
    let deaf = instance.process([Signal.sine(512), Signal.sine(512)])
    if instance.tail < UInt32(Int32.max) {
      #expect(deaf.channels.joined().allSatisfy { $0 == 0 } && deaf.status == CLAP_PROCESS_SLEEP)
    } else {
      #expect(deaf.channels.joined().allSatisfy { abs($0) < 1e-4 }, "its own noise alone")
    }
    instance.deactivate()
    #expect(table.pointee.set_active(instance.plugin, true, 0, true, 64))
    #expect(table.pointee.set_active(instance.plugin, false, 0, false, 0))
    try instance.activate()
    let untouched = instance.process([Signal.sine(64), Signal.sine(64)])
    #expect(untouched.channels.joined().allSatisfy { $0 == 12345 }, "the buffers are left alone")
  }

  /// Offline, Live sounds as Ultra does; latency stays.
  @Test(arguments: Library.shared.ids) func offlineRaisesLiveToUltra(_ id: String) throws {
    let signal = Signal.sine(9600, hertz: 3000, amplitude: 1)
    func render(quality: Double, offline: Bool) throws -> [Float] {
      let instance = try Instance(id)
      let table = try instance.table(CLAP_EXT_RENDER, clap_plugin_render_t.self)
      #expect(!table.pointee.has_hard_realtime_requirement(instance.plugin))
      #expect(!table.pointee.set(instance.plugin, 7))
      #expect(table.pointee.set(instance.plugin, offline ? CLAP_RENDER_OFFLINE : CLAP_RENDER_REALTIME))
      instance.flush([.value(try instance.parameter("Quality").id, quality)])
      try instance.activate()
      return instance.render(signal)
    }
    let live = try render(quality: 0, offline: false)
    #expect(try render(quality: 0, offline: true) == render(quality: 2, offline: false))
    #expect(try render(quality: 1, offline: true) == render(quality: 1, offline: false), "a choice is kept")
    #expect(Difference(live, try render(quality: 0, offline: true)) != nil)
  }

  @Test(arguments: Library.shared.ids) func portsAreDescribed(_ id: String) throws {
    let instance = try Instance(id)
    for isInput in [true, false] {
      let info = try #require(instance.port(isInput: isInput))
      #expect(info.flags == CLAP_AUDIO_PORT_IS_MAIN | CLAP_AUDIO_PORT_SUPPORTS_64BITS)
      #expect(info.channel_count == 2 && info.in_place_pair == 0)
    }
  }

  private func text<Array>(_ array: Array) -> String {
    withUnsafeBytes(of: array) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

extension Instance {
  func table<T>(_ id: String, _: T.Type) throws -> UnsafePointer<T> {
    try #require(plugin.pointee.get_extension(plugin, id)).assumingMemoryBound(to: T.self)
  }

  func port(isInput: Bool) -> clap_audio_port_info_t? {
    guard let table = try? table(CLAP_EXT_AUDIO_PORTS, clap_plugin_audio_ports_t.self) else { return nil }
    var info = clap_audio_port_info_t()
    return table.pointee.get(plugin, 0, isInput, &info) ? info : nil
  }

  /// Of the input and the output.
  var channels: [Int] { [true, false].map { Int(port(isInput: $0)?.channel_count ?? 0) } }
}
