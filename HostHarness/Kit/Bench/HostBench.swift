import AudioFiles
import Glibc

/// The host's own cost: a whole render, less what the plugin took.
public struct HostBench: Equatable, Codable, Sendable {
  public var blockFrames: Int
  public var blocks: Int

  /// Seconds of audio.
  public var audioSeconds: Double

  /// Seconds of CPU time of the whole process, the plugin's included.
  public var cpuSeconds: Double

  /// Seconds of CPU time inside process, the reading of the clock included.
  public var pluginSeconds: Double

  /// Seconds that passed.
  public var wallSeconds: Double

  /// The whole render's CPU time per second of audio.
  public var share: Double { cpuSeconds / audioSeconds }

  /// Nanoseconds of the host's own CPU time per block.
  public var hostNanosecondsPerBlock: Double { (cpuSeconds - pluginSeconds) / Double(max(1, blocks)) * 1e9 }

  /// Nanoseconds inside process per block.
  public var pluginNanosecondsPerBlock: Double { pluginSeconds / Double(max(1, blocks)) * 1e9 }

  /// Renders `input` in blocks of one size, from activation to the finished audio in memory.
  ///
  /// - Throws: as `Renderer.render`.
  public static func run(
    _ plugin: PluginInstance, blockFrames: Int, input: AudioBuffer<Float>
  ) throws(HostError) -> HostBench {
    var settings = RenderSettings()
    settings.blocks = .fixed(blockFrames)
    settings.tail = .seconds(0)
    let renderer = Renderer(plugin, settings)
    let (cpuStart, wallStart) = (seconds(CLOCK_PROCESS_CPUTIME_ID), seconds(CLOCK_MONOTONIC))
    let statistics = try renderer.render(input).statistics
    return HostBench(
      blockFrames: blockFrames, blocks: statistics.blockFrames.count, audioSeconds: statistics.audioSeconds,
      cpuSeconds: seconds(CLOCK_PROCESS_CPUTIME_ID) - cpuStart, pluginSeconds: statistics.cpuSeconds,
      wallSeconds: seconds(CLOCK_MONOTONIC) - wallStart)
  }

  private static func seconds(_ clock: Int32) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
