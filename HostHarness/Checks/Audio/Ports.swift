import CLAP
import HostKit

extension Check {
  static let ports = [
    Check(
      "ports-sane", "Ports have unique ids, channels that fit their type, and pairs that exist; the main one is first."
    ) {
      let layout = try $0.make().ports
      try require(!layout.inputs.isEmpty || !layout.outputs.isEmpty, "the plugin has no audio ports")
      for (direction, list, others) in [
        ("input", layout.inputs, layout.outputs), ("output", layout.outputs, layout.inputs),
      ] {
        for (index, port) in list.enumerated() {
          let name = "\(direction) \(index) (\(port.name))"
          try expect(list.count { $0.id == port.id } == 1, "\(name): expected id \(port.id) once, found it again")
          try expect(index == 0 || !port.isMain, "\(name): expected the main port first, found it there")
          try expect(port.channelCount > 0, "\(name): expected channels, found none")
          let fits = ["mono": 1, "stereo": 2][port.type]
          try expect(
            fits == nil || fits == port.channelCount,
            "\(name): expected \(fits ?? 0) channels for \(port.type), found \(port.channelCount)")
          guard let pair = port.inPlacePair else { continue }
          try expect(
            others.contains { $0.id == pair }, "\(name): expected a port of id \(pair) to share a buffer with")
        }
      }
    },
    Check("ports-index", "There is no port beyond the last.", isCourtesy: true) {
      let plugin = try $0.make()
      let ports = try plugin.table(CLAP_EXT_AUDIO_PORTS, clap_plugin_audio_ports_t.self)
      try plugin.onMainThread {
        for isInput in [true, false] {
          for index in [ports.pointee.count(plugin.pointer, isInput), UInt32.max] {
            var info = clap_audio_port_info_t()
            let found = ports.pointee.get(plugin.pointer, index, isInput, &info)
            try expect(!found, "\(isInput ? "input" : "output") \(index): expected false, got true")
          }
        }
      }
    },
    Check("ports-constant", "Ports stay as they are while the plugin is active.", needs: ["plays"]) {
      let plugin = try $0.make()
      let before = plugin.ports
      try plugin.activate(sampleRate: 48000, maxFrames: 512)
      let stage = Stage<Float>(plugin)
      try plugin.startProcessing()
      _ = try stage.take($0.noise(stage.inputChannels, 4096), frames: 4096)
      try expect(plugin.ports == before, "expected \(before), found \(plugin.ports)")
    },
  ]
}
