import CLAP

/// How a host automates a parameter.
public enum AutomationState: UInt32, Sendable {
  case none = 0, present, playing, recording, overriding
}

/// [main-thread] What `clap.param-indication` tells a plugin, for its window to show.
public protocol ParamIndicationPlugin: AnyObject {
  /// A hardware control is mapped to the parameter; nil where none is any more.
  func setMapping(ofParameter id: clap_id, label: String?)
  func setAutomation(ofParameter id: clap_id, _ state: AutomationState)
}

/// `clap.param-indication`, the plugin's side. Colours are not taken: there is no window to paint yet.
public enum ParamIndicationExtension {
  public static func plugin() -> PluginExtension {
    PluginExtension(
      CLAP_EXT_PARAM_INDICATION, CLAP_EXT_PARAM_INDICATION_COMPAT,
      table: clap_plugin_param_indication_t(
        set_mapping: { plugin, id, hasMapping, _, label, _ in
          owner(of: plugin, as: (any ParamIndicationPlugin).self)?
            .setMapping(ofParameter: id, label: hasMapping ? label.map { String(cString: $0) } ?? "" : nil)
        },
        set_automation: { plugin, id, state, _ in
          guard let state = AutomationState(rawValue: state) else { return }
          owner(of: plugin, as: (any ParamIndicationPlugin).self)?.setAutomation(ofParameter: id, state)
        }))
  }
}
