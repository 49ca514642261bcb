import CLAP
import HostKit

extension Check {
  static let damagedStates = [
    Check(
      "state-empty", "An empty state is refused, and so is a stream that fails; nothing changes.", needs: ["state-same"]
    ) {
      let plugin = try $0.make()
      _ = try plugin.checkedState()
      let before = plugin.values
      try expect(!plugin.takes([]), "expected load to return false for no bytes, got true")
      try expect(try !plugin.takesFailingStream(), "expected load to return false for a failing stream, got true")
      try expect(plugin.values == before, "expected the values to stay, found others")
    },
    Check("state-truncated", "States cut short are refused, or leave sound values.", needs: ["state-round-trip"]) {
      let state = try $0.make().checkedState()
      let plugin = try $0.make()
      var random = $0.random(3)
      for length in [1, 2, state.count / 2, state.count - 1] + (0..<30).map({ _ in random.below(state.count) }) {
        try expectSound(plugin, Array(state.prefix(length)), "cut to \(length) of \(state.count) bytes")
      }
    },
    Check(
      "state-bit-flips", "States with flipped bits are refused, or leave sound values.", needs: ["state-round-trip"]
    ) {
      let state = try $0.make().checkedState()
      try require(!state.isEmpty, "the state is empty")
      let plugin = try $0.make()
      var random = $0.random(4)
      for _ in 0..<60 {
        var bytes = state
        let places = (0...random.below(3)).map { _ in random.below(bytes.count * 8) }
        for place in places { bytes[place / 8] ^= 1 << UInt8(place % 8) }
        try expectSound(plugin, bytes, "bits \(places) flipped")
      }
    },
    Check("state-garbage", "Random bytes are refused, and change nothing.", needs: ["state-same"]) {
      let size = try $0.make().checkedState().count
      let plugin = try $0.make()
      var random = $0.random(5)
      for turn in 0..<30 {
        let bytes = (0..<[size, 1, 64, 4096][turn % 4]).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        try expectSound(plugin, bytes, "\(bytes.count) random bytes")
        // A format of few bytes may have no room for a mark to know it by.
        try prefer(!plugin.takes(bytes), "\(bytes.count) random bytes: expected load to return false, got true")
      }
    },
    Check("state-damaged-playing", "A damaged state leaves the sound normal.", needs: ["plays", "state-truncated"]) {
      let plugin = try $0.playing()
      let state = try plugin.checkedState()
      let stage = Stage<Float>(plugin)
      var random = $0.random(6)
      for _ in 0..<20 where !state.isEmpty {
        var bytes = state
        for _ in 0..<4 { bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next()) }
        _ = plugin.takes(bytes)
        try expectNormal(stage.take($0.noise(stage.inputChannels, 1024), frames: 1024).output)
      }
    },
  ]

  /// Whether refused and nothing changed, or taken and all values within their ranges.
  private static func expectSound(_ plugin: PluginInstance, _ bytes: [UInt8], _ what: String) throws {
    let before = plugin.values
    let isTaken = plugin.takes(bytes)
    let after = plugin.values
    if !isTaken { try expect(before == after, "\(what): expected a refused state to change nothing, values changed") }
    for parameter in plugin.parameters where parameter.flags & CLAP_PARAM_IS_READONLY == 0 {
      let value = after[parameter.id] ?? .nan
      try expect(
        parameter.range.contains(value),
        "\(what): expected \(parameter.name) within \(parameter.range), found \(value)")
    }
  }
}

extension PluginInstance {
  /// Whether load returns true.
  func takes(_ bytes: [UInt8]) -> Bool {
    do {
      try loadState(bytes)
      return true
    } catch { return false }
  }

  /// Whether load returns true for a stream that fails at once.
  func takesFailingStream() throws -> Bool {
    let state = try table(CLAP_EXT_STATE, clap_plugin_state_t.self)
    var stream = clap_istream_t(ctx: nil, read: { _, _, _ in -1 })
    return onMainThread { withUnsafePointer(to: &stream) { state.pointee.load(pointer, $0) } }
  }
}
