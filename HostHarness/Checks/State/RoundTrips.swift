import CLAP
import Dispatch
import HostKit

extension Check {
  static let stateRoundTrips = [
    Check("state-same", "Two states saved one after the other are equal, active or not.") {
      let plugin = try $0.make()
      let first = try plugin.checkedState()
      try expect(try plugin.saveState() == first, "expected the same bytes again, found others")
      try plugin.activate(sampleRate: 48000, maxFrames: 64)
      try expect(try plugin.saveState() == first, "expected the same bytes while active, found others")
    },
    Check(
      "state-round-trip", "A state brings all values back in another instance, and saves the same bytes there.",
      needs: ["state-same", "param-set-inactive"]
    ) {
      var random = $0.random(2)
      for _ in 0..<3 {
        let (from, to) = (try $0.make(), try $0.make())
        from.flush(from.movable.map { .value($0.id, $0.value(at: random.uniform())) })
        let state = try from.checkedState()
        try to.loadState(state)
        try expectValues(of: to, from)
        try expect(try to.saveState() == state, "expected the same \(state.count) bytes after loading, found others")
      }
    },
    Check(
      "state-short-streams", "Streams that move a few bytes per call make no difference.", needs: ["state-round-trip"]
    ) {
      let from = try $0.make()
      from.flush(from.movable.map { .value($0.id, $0.value(at: 0.8)) })
      let state = try from.checkedState()
      for chunk in [1, 3, 17] {
        try expect(try from.saveState(chunk: chunk) == state, "written \(chunk) bytes a time: expected the same bytes")
        let to = try $0.make()
        try to.loadState(state, chunk: chunk)
        try expectValues(of: to, from)
      }
    },
    Check("state-full-disk", "A stream that takes no more makes save fail.", needs: ["state-same"]) {
      let plugin = try $0.make()
      let size = try plugin.checkedState().count
      for room in [0, 1, size / 2, size - 1] where room < size {
        let saved = try plugin.saveState(room: room)
        try expect(!saved, "\(room) of \(size) bytes written: expected save to return false, got true")
      }
    },
    Check(
      "state-while-playing", "States can be saved and loaded while it plays.", needs: ["plays", "state-round-trip"]
    ) {
      subject in
      let plugin = try subject.playing()
      _ = try plugin.checkedState()
      let states = try [0.2, 0.8].map { share in
        let other = try subject.make()
        other.flush(other.continuous.map { .value($0.id, $0.value(at: share)) })
        return try other.saveState()
      }
      nonisolated(unsafe) let stage = Stage<Float>(plugin)
      let noise = subject.noise(stage.inputChannels, 48000)
      nonisolated(unsafe) var outcome: Result<Take<Float>, any Error>?
      let group = DispatchGroup()
      DispatchQueue.global().async(group: group) {
        outcome = Result { try stage.take(noise, frames: 48000) }
      }
      for turn in 0..<20 {
        try? plugin.loadState(states[turn % 2])
        _ = try? plugin.saveState()
      }
      group.wait()
      try expectNormal(try outcome!.get().output)
      _ = try stage.take(noise, frames: 48000)
      try plugin.loadState(states[0])
      _ = try stage.take(noise, frames: 4096)
      let read = try subject.make()
      try read.loadState(states[0])
      try expectValues(of: plugin, read)
    },
  ]

  static func expectValues(of plugin: PluginInstance, _ other: PluginInstance) throws {
    for parameter in plugin.parameters where parameter.flags & CLAP_PARAM_IS_READONLY == 0 {
      let (wanted, found) = (other.value(of: parameter.id) ?? .nan, plugin.value(of: parameter.id) ?? .nan)
      try expect(parameter.same(wanted, found), "\(parameter.name): expected \(wanted) again, found \(found)")
    }
  }
}

extension PluginInstance {
  /// The state; a skip in a plugin without.
  func checkedState() throws -> [UInt8] {
    try require(rawExtension(CLAP_EXT_STATE) != nil, "the plugin has no state")
    return try saveState()
  }

  /// Saves into a stream with room for so many bytes, that fails after; returns what save did.
  func saveState(room: Int) throws -> Bool {
    let state = try table(CLAP_EXT_STATE, clap_plugin_state_t.self)
    var left = room
    return withUnsafeMutablePointer(to: &left) { left in
      var stream = clap_ostream_t(
        ctx: left,
        write: { stream, _, size in
          let left = stream!.pointee.ctx!.assumingMemoryBound(to: Int.self)
          guard left.pointee > 0 else { return -1 }
          let count = min(left.pointee, Int(clamping: size))
          left.pointee -= count
          return Int64(count)
        })
      return onMainThread { withUnsafePointer(to: &stream) { state.pointee.save(pointer, $0) } }
    }
  }
}
