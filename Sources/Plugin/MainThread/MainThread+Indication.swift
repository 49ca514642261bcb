import CLAP
import CLAPBridge

/// How the host uses a parameter, for a window to show.
struct Indication: Equatable {
  /// Of the hardware control that is mapped to it; nil for none.
  var mapping: String?
  var automation = AutomationState.none
}

extension MainThread: ParamIndicationPlugin {
  func setMapping(ofParameter id: clap_id, label: String?) {
    guard loaded?.list.parameter(id) != nil else { return }
    indications[id, default: Indication()].mapping = label
  }

  func setAutomation(ofParameter id: clap_id, _ state: AutomationState) {
    guard loaded?.list.parameter(id) != nil else { return }
    indications[id, default: Indication()].automation = state
  }
}
