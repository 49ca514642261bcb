import CLAP

/// A parameter as the plugin describes it. Values are plain.
public struct Parameter: Equatable, Sendable {
  public let id: UInt32
  public let index: Int
  public let name: String

  /// Groups, separated by '/'.
  public let module: String
  public let range: ClosedRange<Double>
  public let defaultValue: Double

  /// CLAP_PARAM_… bits.
  public let flags: UInt32

  /// Handed back in events.
  let cookie: UInt

  public var isStepped: Bool { flags & CLAP_PARAM_IS_STEPPED != 0 }
  public var isAutomatable: Bool { flags & CLAP_PARAM_IS_AUTOMATABLE != 0 }
  public var isModulatable: Bool { flags & CLAP_PARAM_IS_MODULATABLE != 0 }
  public var isBypass: Bool { flags & CLAP_PARAM_IS_BYPASS != 0 }

  /// The flags in words.
  public var flagNames: [String] {
    [
      (CLAP_PARAM_IS_STEPPED, "stepped"), (CLAP_PARAM_IS_PERIODIC, "periodic"), (CLAP_PARAM_IS_HIDDEN, "hidden"),
      (CLAP_PARAM_IS_READONLY, "read-only"), (CLAP_PARAM_IS_BYPASS, "bypass"),
      (CLAP_PARAM_IS_AUTOMATABLE, "automatable"), (CLAP_PARAM_IS_MODULATABLE, "modulatable"),
      (CLAP_PARAM_REQUIRES_PROCESS, "requires-process"), (CLAP_PARAM_IS_ENUM, "enum"),
    ].filter { flags & $0.0 != 0 }.map(\.1)
  }
}

extension PluginInstance {
  /// All parameters, in the plugin's order; none in a plugin without the extension.
  public var parameters: [Parameter] {
    guard let params = paramsExtension else { return [] }
    return HostThread.main.run {
      (0..<params.pointee.count(pointer)).compactMap { index in
        var info = clap_param_info_t()
        guard params.pointee.get_info(pointer, index, &info) else { return nil }
        let range = info.min_value <= info.max_value ? info.min_value...info.max_value : 0...0
        return Parameter(
          id: info.id, index: Int(index), name: string(inside: info.name), module: string(inside: info.module),
          range: range, defaultValue: info.default_value, flags: info.flags, cookie: UInt(bitPattern: info.cookie))
      }
    }
  }

  /// The parameter of that name (in any case, with or without its module), id or index.
  ///
  /// A number is an id first and an index second; `id:17` and `index:3` say which.
  ///
  /// - Throws: `.unknownParameter` with all names, `.ambiguousParameter`.
  public func parameter(_ name: String) throws(HostError) -> Parameter {
    let all = parameters
    let wanted = name.lowercased()
    let named = all.filter { $0.name.lowercased() == wanted || "\($0.module)/\($0.name)".lowercased() == wanted }
    if named.count == 1 { return named[0] }
    if named.count > 1 { throw .ambiguousParameter(name: name, ids: named.map(\.id)) }
    let parts = wanted.split(separator: ":", maxSplits: 1)
    let kind = parts.count == 2 ? parts[0] : ""
    if kind != "index", let id = UInt32(kind == "id" ? parts[1] : wanted[...]),
      let match = all.first(where: { $0.id == id })
    {
      return match
    }
    if kind != "id", let index = Int(kind == "index" ? parts[1] : wanted[...]), all.indices.contains(index) {
      return all[index]
    }
    throw .unknownParameter(name: name, expected: all.map(\.name))
  }

  /// A plain value from text: a number within the range, or anything that the plugin itself reads, such as `1.2 kHz`.
  ///
  /// - Throws: `.badValue`.
  public func value(_ text: String, of parameter: Parameter) throws(HostError) -> Double {
    let range = parameter.range
    let trimmed = text.drop { $0 == " " }
    guard let value = Double(trimmed) ?? self.value(ofText: String(trimmed), parameter: parameter.id) else {
      throw .badValue(
        parameter: parameter.name,
        expected: "a number or a text that the plugin reads, such as '\(example(parameter))'", actual: text)
    }
    // Ends such as 0.1 come as floats: what a millionth lies beyond is meant to be the end.
    let slack = 1e-6 * (range.upperBound - range.lowerBound)
    guard value >= range.lowerBound - slack, value <= range.upperBound + slack else {
      throw .badValue(
        parameter: parameter.name, expected: "a value from \(range.lowerBound) to \(range.upperBound)", actual: text)
    }
    return min(max(value, range.lowerBound), range.upperBound)
  }

  /// The current base value; nil when the plugin knows no such parameter.
  public func value(of parameter: UInt32) -> Double? {
    guard let params = paramsExtension else { return nil }
    return HostThread.main.run {
      var value = 0.0
      return params.pointee.get_value(pointer, parameter, &value) ? value : nil
    }
  }

  /// A value as the plugin shows it; nil when it cannot.
  public func text(of value: Double, parameter: UInt32) -> String? {
    guard let params = paramsExtension else { return nil }
    return HostThread.main.run {
      var buffer = [CChar](repeating: 0, count: 256)
      guard params.pointee.value_to_text(pointer, parameter, value, &buffer, UInt32(buffer.count)) else { return nil }
      return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
    }
  }

  /// A plain value as the plugin reads the text; nil when it cannot.
  public func value(ofText text: String, parameter: UInt32) -> Double? {
    guard let params = paramsExtension else { return nil }
    return HostThread.main.run {
      var value = 0.0
      return params.pointee.text_to_value(pointer, parameter, text, &value) ? value : nil
    }
  }

  /// Hands events to the plugin without audio (on the main thread when inactive, else on the audio thread), and
  /// returns what came back.
  @discardableResult
  public func flush(_ events: [HostEvent]) -> [HostEvent] {
    guard let params = paramsExtension else { return [] }
    let input = EventList()
    let output = EventList()
    let cookies = events.isEmpty ? [:] : self.cookies
    for event in events { input.append(event, cookie: event.parameter.flatMap { cookies[$0] }) }
    if state == .inactive {
      HostThread.main.run { params.pointee.flush(pointer, input.input, output.output) }
    } else {
      host.audioThread.run { params.pointee.flush(pointer, input.input, output.output) }
    }
    serveCallbacks()
    return output.events
  }

  private var paramsExtension: UnsafePointer<clap_plugin_params_t>? {
    extensionPointer(CLAP_EXT_PARAMS, as: clap_plugin_params_t.self)
  }

  private func example(_ parameter: Parameter) -> String {
    text(of: parameter.defaultValue, parameter: parameter.id) ?? String(parameter.defaultValue)
  }
}
