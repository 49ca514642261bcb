import CLAP
import HostKit

extension Check {
  static let extensions = [
    Check("extension-unknown", "Unknown extensions are null.") {
      let plugin = try $0.make()
      for id in ["org.attractor.no-such-extension", "", "clap"] {
        try expect(plugin.rawExtension(id) == nil, "'\(id)': expected null, found a pointer")
      }
    },
    Check("extension-same", "An extension is the same pointer every time, active or not.") {
      let plugin = try $0.make()
      let ids = plugin.extensions
      let before = ids.map { plugin.rawExtension($0) }
      try plugin.activate(sampleRate: 48000, maxFrames: 64)
      let after = ids.map { plugin.rawExtension($0) }
      try expect(before == after, "expected the same pointers while active, found others")
    },
    Check("extension-functions", "Every function of every known extension is there.") {
      let plugin = try $0.make()
      let sizes = [
        CLAP_EXT_AUDIO_PORTS: 2, CLAP_EXT_LATENCY: 1, CLAP_EXT_PARAMS: 6, CLAP_EXT_STATE: 2, CLAP_EXT_TAIL: 1,
        CLAP_EXT_RENDER: 2, CLAP_EXT_PRESET_LOAD: 1, CLAP_EXT_STATE_CONTEXT: 2, CLAP_EXT_NOTE_PORTS: 2,
        CLAP_EXT_REMOTE_CONTROLS: 2, CLAP_EXT_PARAM_INDICATION: 2, CLAP_EXT_AUDIO_PORTS_ACTIVATION: 2,
        CLAP_EXT_CONFIGURABLE_AUDIO_PORTS: 2,
      ]
      for (id, count) in sizes.sorted(by: { $0.key < $1.key }) {
        guard let table = plugin.rawExtension(id) else { continue }
        let functions = table.assumingMemoryBound(to: UnsafeRawPointer?.self)
        for index in 0..<count {
          try expect(functions[index] != nil, "\(id): expected a function at place \(index), found null")
        }
      }
      let functions = UnsafeRawPointer(plugin.pointer).assumingMemoryBound(to: UnsafeRawPointer?.self)
      for index in 2..<12 { try expect(functions[index] != nil, "clap_plugin: expected a function at place \(index)") }
    },
  ]
}
