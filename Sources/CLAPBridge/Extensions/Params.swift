import CLAP

/// A parameter as a plugin describes it.
public struct ParameterInfo: Sendable, Equatable {
  public var id: clap_id
  public var flags: clap_param_info_flags
  /// Handed back in events; the receiver must still check it.
  public var cookie: UInt
  public var name: String
  /// Groups, separated by `/`; empty at the top.
  public var module: String
  public var minimum: Double
  public var maximum: Double
  public var `default`: Double

  public init(
    id: clap_id, flags: clap_param_info_flags, cookie: UInt, name: String, module: String, minimum: Double,
    maximum: Double, default: Double
  ) {
    self.id = id
    self.flags = flags
    self.cookie = cookie
    self.name = name
    self.module = module
    self.minimum = minimum
    self.maximum = maximum
    self.default = `default`
  }
}

/// [main-thread] What `clap.params` asks of a plugin, `flush` excepted: that one belongs to the audio side.
public protocol ParamsPlugin: AnyObject {
  var parameterCount: Int { get }
  func parameterInfo(at index: Int) -> ParameterInfo?
  /// The base value, without modulation.
  func value(ofParameter id: clap_id) -> Double?
  func text(ofParameter id: clap_id, value: Double) -> String?
  func value(ofParameter id: clap_id, text: String) -> Double?
}

/// `clap.params`, the plugin's side.
public enum ParamsExtension {
  public typealias Flush =
    @convention(c) (
      UnsafePointer<clap_plugin_t>?, UnsafePointer<clap_input_events_t>?, UnsafePointer<clap_output_events_t>?
    ) -> Void

  /// - Parameter flush: [active ? audio-thread : main-thread].
  public static func plugin(flush: @escaping Flush) -> PluginExtension {
    PluginExtension(
      CLAP_EXT_PARAMS,
      table: clap_plugin_params_t(
        count: { plugin in UInt32(ParamsExtension.role(plugin)?.parameterCount ?? 0) },
        get_info: { plugin, index, info in
          guard let info, let parameter = ParamsExtension.role(plugin)?.parameterInfo(at: Int(index)) else {
            return false
          }
          ParamsExtension.fill(&info.pointee, from: parameter)
          return true
        },
        get_value: { plugin, id, out in
          guard let out, let value = ParamsExtension.role(plugin)?.value(ofParameter: id) else { return false }
          out.pointee = value
          return true
        },
        value_to_text: { plugin, id, value, buffer, capacity in
          guard let text = ParamsExtension.role(plugin)?.text(ofParameter: id, value: value) else { return false }
          return CText.write(text, to: buffer, capacity: Int(capacity))
        },
        text_to_value: { plugin, id, text, out in
          guard let text, let out,
            let value = ParamsExtension.role(plugin)?.value(ofParameter: id, text: String(cString: text))
          else { return false }
          out.pointee = value
          return true
        },
        flush: flush))
  }

  private static func role(_ plugin: UnsafePointer<clap_plugin_t>?) -> (any ParamsPlugin)? {
    owner(of: plugin, as: (any ParamsPlugin).self)
  }

  private static func fill(_ info: inout clap_param_info_t, from parameter: ParameterInfo) {
    info.id = parameter.id
    info.flags = parameter.flags
    info.cookie = UnsafeMutableRawPointer(bitPattern: parameter.cookie)
    CText.write(parameter.name, to: &info.name)
    CText.write(parameter.module, to: &info.module)
    info.min_value = parameter.minimum
    info.max_value = parameter.maximum
    info.default_value = parameter.default
  }
}

/// [main-thread] `clap.params`, what a plugin may ask of its host.
public struct HostParams {
  private let host: UnsafePointer<clap_host_t>
  private let table: UnsafePointer<clap_host_params_t>

  /// Nil where the host does not offer it. Not before the plugin's `init`.
  public init?(_ host: UnsafePointer<clap_host_t>) {
    guard let table = hostExtension(host, CLAP_EXT_PARAMS, as: clap_host_params_t.self) else { return nil }
    self.host = host
    self.table = table
  }

  /// Values changed by other means than events.
  public func rescanValues() {
    table.pointee.rescan?(host, CLAP_PARAM_RESCAN_VALUES)
  }

  /// Other parameters than before. Not while active.
  public func rescanAll() {
    table.pointee.rescan?(host, CLAP_PARAM_RESCAN_ALL)
  }
}
