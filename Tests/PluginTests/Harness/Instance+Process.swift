import CLAP
import Glibc

extension Instance {
  struct Block {
    var status: clap_process_status
    var channels: [[Float]]
    var constantMask: UInt64
  }

  /// One block. Input channels of equal length; none is no port at all.
  func process(
    _ input: [[Float]], frames: Int? = nil, events: [Event] = [], outputChannels: Int = 2, inPlace: Bool = false
  ) -> Block {
    let frames = frames ?? input.first?.count ?? 0
    let sources = input.map { Memory($0, frames) }
    let targets = (0..<outputChannels).map { channel in
      inPlace && channel < sources.count ? sources[channel] : Memory([], frames)
    }
    var sourceList = sources.map { Optional($0.pointer) }
    var targetList = targets.map { Optional($0.pointer) }
    return sourceList.withUnsafeMutableBufferPointer { sourceList in
      targetList.withUnsafeMutableBufferPointer { targetList in
        var source = clap_audio_buffer_t()
        source.data32 = sourceList.baseAddress
        source.channel_count = UInt32(sources.count)
        var target = clap_audio_buffer_t()
        target.data32 = targetList.baseAddress
        target.channel_count = UInt32(targets.count)
        let status = process(&source, &target, frames: frames, events: events, hasInput: !input.isEmpty)
        return Block(status: status, channels: targets.map { $0.samples }, constantMask: target.constant_mask)
      }
    }
  }

  /// One block with buffers as they come.
  func process(
    _ source: inout clap_audio_buffer_t, _ target: inout clap_audio_buffer_t, frames: Int, events: [Event] = [],
    hasInput: Bool = true
  ) -> clap_process_status {
    withUnsafePointer(to: source) { source in
      withUnsafeMutablePointer(to: &target) { target in
        EventList(events).with { events in
          var process = clap_process_t()
          process.steady_time = -1
          process.frames_count = UInt32(frames)
          process.audio_inputs = hasInput ? source : nil
          process.audio_inputs_count = hasInput ? 1 : 0
          process.audio_outputs = target
          process.audio_outputs_count = 1
          process.in_events = events
          return plugin.pointee.process(plugin, &process)
        }
      }
    }
  }

  /// A long signal on both channels in blocks; events by absolute frame.
  func render(_ signal: [Float], block: Int = 512, events: [Event] = []) -> [Float] {
    var output: [Float] = []
    var start = 0
    while start < signal.count {
      let end = min(start + block, signal.count)
      let here = events.filter { Int($0.time) >= start && Int($0.time) < end }.map { event in
        var event = event
        event.time -= UInt32(start)
        return event
      }
      let part = Array(signal[start..<end])
      output += process([part, part], events: here).channels[0]
      start = end
    }
    return output
  }

  /// A channel at an address that does not move; filled with a pattern that no plugin writes where none is given.
  final class Memory {
    let pointer: UnsafeMutablePointer<Float>
    private let count: Int

    init(_ samples: [Float], _ count: Int) {
      self.count = count
      pointer = .allocate(capacity: max(count, 1))
      pointer.initialize(repeating: 12345, count: max(count, 1))
      for (index, sample) in samples.prefix(count).enumerated() { pointer[index] = sample }
    }

    deinit { pointer.deallocate() }

    var samples: [Float] { (0..<count).map { pointer[$0] } }
  }
}

enum Signal {
  /// Volts.
  static func sine(_ frames: Int, hertz: Float = 220, amplitude: Float = 0.5, rate: Float = 48000) -> [Float] {
    (0..<frames).map { amplitude * Float(sin(Double(2 * .pi * hertz / rate) * Double($0))) }
  }

  static func silence(_ frames: Int) -> [Float] { [Float](repeating: 0, count: frames) }
}

/// Where and by how much two signals part by more than 1e-6, which is −120 dB of a volt; nil where they do not.
struct Difference: Equatable {
  let frame: Int
  let largest: Float

  init?(_ first: [Float], _ second: [Float]) {
    let differences = zip(first, second).map { abs($0 - $1) }
    let parted = first.count == second.count ? differences.firstIndex { !($0 <= 1e-6) } : differences.count
    guard let parted else { return nil }
    frame = parted
    largest = differences.max() ?? .infinity
  }
}
