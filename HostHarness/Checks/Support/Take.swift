import CLAP
import HostKit

/// A passage of several blocks.
struct Take<Sample: AudioSample> {
  /// All channels of all output ports.
  var output: [[Sample]] = []
  var blocks: [Played<Sample>] = []

  var events: [HostEvent] { blocks.flatMap(\.events) }
}

extension Stage {
  /// Plays a whole signal, cut into blocks of these sizes in turn; events at frames of the whole.
  func take(
    _ signal: [[Sample]], frames: Int? = nil, blocks sizes: [Int] = [512], events: [HostEvent] = []
  ) throws -> Take<Sample> {
    let total = frames ?? signal.first?.count ?? 0
    var take = Take<Sample>()
    take.output = Array(repeating: [], count: layout.outputs.reduce(0) { $0 + $1.channelCount })
    var (frame, turn) = (0, 0)
    while frame < total {
      let count = min(sizes[turn % sizes.count], total - frame)
      let mine = events.filter { $0.time >= frame && $0.time < frame + count }
        .map { HostEvent(at: $0.time - frame, $0.body) }
      let played = play(signal, frame, frames: count, events: mine)
      try expect(played.status != CLAP_PROCESS_ERROR, "at frame \(frame): expected process to succeed, got an error")
      for channel in take.output.indices { take.output[channel] += played.output[channel] }
      take.blocks.append(played)
      frame += count
      turn += 1
    }
    return take
  }
}

/// The largest difference of two takes.
struct Difference: CustomStringConvertible {
  var size = 0.0
  var peak = 0.0
  var channel = 0
  var frame = 0

  init<A: AudioSample, B: AudioSample>(_ a: [[A]], _ b: [[B]]) {
    for channel in 0..<min(a.count, b.count) {
      for frame in 0..<min(a[channel].count, b[channel].count) {
        let (x, y) = (Double(a[channel][frame]), Double(b[channel][frame]))
        peak = max(peak, abs(x), abs(y))
        let distance = x.isFinite == y.isFinite ? abs(x - y) : .infinity
        if distance > size { (size, self.channel, self.frame) = (distance, channel, frame) }
      }
    }
  }

  /// As a share of the peak.
  var share: Double { size == 0 ? 0 : size / max(peak, 1e-9) }

  var description: String { "a difference of \(size) (peak \(peak)) in channel \(channel) at frame \(frame)" }
}

/// Ends the check as failed at the first sample that no plugin may put out.
func expectNormal<Sample: AudioSample>(_ output: [[Sample]], subnormal: Bool = false, _ where_: String = "") throws {
  for (channel, samples) in output.enumerated() {
    for (frame, sample) in samples.enumerated()
    where !sample.isFinite || (subnormal && Float(sample).isSubnormal) {
      throw Verdict(
        .failed, "\(where_)expected a normal number in channel \(channel) at frame \(frame), found \(sample)")
    }
  }
}
