import CLAP
import Testing

/// One plugin, from create to destroy.
final class Instance {
  let host: TestHost
  let plugin: UnsafePointer<clap_plugin_t>
  let params: UnsafePointer<clap_plugin_params_t>
  let state: UnsafePointer<clap_plugin_state_t>
  private var isActive = false

  /// - Parameter rate: hertz; nil leaves the plugin inactive.
  init(_ id: String, library: Library = .shared, rate: Double? = nil) throws {
    let factory = try #require(library.factory)
    host = TestHost()
    let plugin = try #require(factory.pointee.create_plugin(factory, host.pointer, id))
    self.plugin = plugin
    #expect(host.calls.isEmpty, "create_plugin calls nothing on the host")
    try #require(plugin.pointee.`init`(plugin))
    func table<T>(_ id: String, _: T.Type) throws -> UnsafePointer<T> {
      try #require(plugin.pointee.get_extension(plugin, id)).assumingMemoryBound(to: T.self)
    }
    params = try table(CLAP_EXT_PARAMS, clap_plugin_params_t.self)
    state = try table(CLAP_EXT_STATE, clap_plugin_state_t.self)
    host.forget()
    if let rate { try activate(rate: rate) }
  }

  deinit {
    deactivate()
    plugin.pointee.destroy(plugin)
  }

  func activate(rate: Double = 48000) throws {
    try #require(plugin.pointee.activate(plugin, rate, 1, 1 << 16))
    try #require(plugin.pointee.start_processing(plugin))
    isActive = true
  }

  func deactivate() {
    guard isActive else { return }
    plugin.pointee.stop_processing(plugin)
    plugin.pointee.deactivate(plugin)
    isActive = false
  }

  func reset() { plugin.pointee.reset(plugin) }

  /// Frames; 2³¹ − 1 and more is without end.
  var tail: UInt32 {
    plugin.pointee.get_extension(plugin, CLAP_EXT_TAIL)!.assumingMemoryBound(to: clap_plugin_tail_t.self)
      .pointee.get(plugin)
  }
}

extension Instance {
  struct Parameter {
    let id: clap_id
    let name: String
    let flags: UInt32
    let minimum: Double
    let maximum: Double
    let `default`: Double
    let cookie: UnsafeMutableRawPointer?

    var isStepped: Bool { flags & CLAP_PARAM_IS_STEPPED != 0 }
  }

  var parameters: [Parameter] {
    (0..<params.pointee.count(plugin)).map { index in
      var info = clap_param_info_t()
      #expect(params.pointee.get_info(plugin, index, &info))
      let name = withUnsafeBytes(of: info.name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      return Parameter(
        id: info.id, name: name, flags: info.flags, minimum: info.min_value, maximum: info.max_value,
        default: info.default_value, cookie: info.cookie)
    }
  }

  func parameter(_ name: String) throws -> Parameter {
    try #require(parameters.first { $0.name == name })
  }

  var values: [Double] { parameters.map { value($0.id) } }

  func value(_ id: clap_id) -> Double {
    var value = Double.nan
    #expect(params.pointee.get_value(plugin, id, &value))
    return value
  }

  func text(_ id: clap_id, _ value: Double, capacity: Int = 256) -> String? {
    var buffer = [CChar](repeating: 1, count: max(capacity, 1))
    guard params.pointee.value_to_text(plugin, id, value, &buffer, UInt32(capacity)) else { return nil }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
  }

  func value(_ id: clap_id, text: String) -> Double? {
    var value = Double.nan
    return params.pointee.text_to_value(plugin, id, text, &value) ? value : nil
  }

  func flush(_ events: [Event]) {
    EventList(events).with { params.pointee.flush(plugin, $0, nil) }
  }
}
