import AudioFiles
import HostKit

/// What is played into the plugin: two guitars, as they are or at other levels, silence, or numbers too small for the
/// usual representation.
struct PluginInput {
  /// Stereo, by rate.
  private let guitars: [Double: AudioBuffer<Float>]

  /// Seconds that are played over and over.
  private static let seconds = 1.0

  /// Silence stays in the first cache, as a host's block does: at rest reading it is most of the work.
  private static let silentFrames = 2048

  /// About 1e-40.
  private static let subnormal = Float(bitPattern: 71_362)

  /// - Parameter folder: with the fixtures' two guitars.
  init(folder: String, ratesHz: [Double]) throws {
    let files = try ["guit_e_fifths.flac", "guit_e_slide.flac"].map { try AudioFile.read("\(folder)/\($0)") }
    var guitars: [Double: AudioBuffer<Float>] = [:]
    for rate in ratesHz {
      let frames = Int(Self.seconds * rate)
      let channels = files.map { Self.loudest($0.resampled(to: rate).channels[0], frames) }
      guitars[rate] = AudioBuffer(sampleRate: rate, channels: channels)
    }
    self.guitars = guitars
  }

  func audio(_ signal: PluginLoad.Signal, rateHz: Double, channels: Int) -> AudioBuffer<Float> {
    let guitar = guitars[rateHz]!
    let used = guitar.channels.prefix(channels)
    switch signal {
    case .guitar: return AudioBuffer(sampleRate: rateHz, channels: Array(used))
    case .quiet, .hot:
      let gain: Float = signal == .quiet ? 0.001 : 16
      return AudioBuffer(sampleRate: rateHz, channels: used.map { channel in channel.map { $0 * gain } })
    case .silence: return AudioBuffer(sampleRate: rateHz, channelCount: channels, frameCount: Self.silentFrames)
    case .denormal:
      let channels = used.map { channel in channel.map { $0 < 0 ? -Self.subnormal : Self.subnormal } }
      return AudioBuffer(sampleRate: rateHz, channels: channels)
    }
  }

  /// So many samples where most is going on.
  private static func loudest(_ samples: [Float], _ count: Int) -> [Float] {
    guard samples.count > count else { return samples + [Float](repeating: 0, count: count - samples.count) }
    let step = max(1, count / 10)
    let starts = stride(from: 0, through: samples.count - count, by: step)
    func power(_ start: Int) -> Float { samples[start..<start + count].reduce(0) { $0 + $1 * $1 } }
    let start = starts.max { power($0) < power($1) } ?? 0
    return Array(samples[start..<start + count])
  }
}
