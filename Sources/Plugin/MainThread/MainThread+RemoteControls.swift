import CLAP
import CLAPBridge

extension MainThread: RemoteControlsPlugin {
  /// The circuit's knobs, eight to a page; the levels; scene B.
  var remoteControls: [RemoteControlsPage] {
    guard let parameters = loaded?.list.parameters else { return [] }
    var circuit: [clap_id] = []
    var levels: [clap_id] = []
    var scene: [clap_id] = []
    for parameter in parameters {
      switch parameter.target {
      case .control: circuit.append(parameter.id)
      case .sceneB: scene.append(parameter.id)
      case .morph: scene.insert(parameter.id, at: 0)
      default: levels.append(parameter.id)
      }
    }
    return pages(entry.name, circuit) + pages("Levels", levels) + pages("Scene B", scene)
  }

  private func pages(_ name: String, _ ids: [clap_id]) -> [RemoteControlsPage] {
    let size = RemoteControlsPage.size
    return stride(from: 0, to: ids.count, by: size).map { start in
      let title = start == 0 ? name : "\(name) \(start / size + 1)"
      return RemoteControlsPage(
        id: FNV1a.hash32("page/\(title)") & 0x7fff_ffff, section: "Main", name: title,
        parameters: Array(ids[start..<min(start + size, ids.count)]))
    }
  }
}
