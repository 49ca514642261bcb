import ArgumentParser
import AudioFiles
import Foundation
import HostKit

struct Presets: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Play a guitar through a circuit's factory presets and tell how loud each is.",
    discussion: """
      Loads every preset of presets.json into the built plugin, as a host does. With --match the presets' outputs are \
      written anew, so that all of them are equally loud; build again to have them in the plugin.

      Exit codes: 0; 1 where a preset is more than 1.5 dB off; 2 when something is missing.
      """)

  @Argument(help: "The circuit's folder, such as Models/diode-clipper.")
  var circuit: String

  @Option(help: ArgumentHelp("The plugin file.", valueName: "file"))
  var plugin = "build/Attractor.clap"

  @Option(help: ArgumentHelp("The guitar; its peak is brought to half a volt.", valueName: "file"))
  var recording = "Tests/Fixtures/audio/guit_e_fifths.flac"

  @Flag(help: "Write each preset's output level so that it is as loud as all others.")
  var match = false

  /// Loudness of every preset: root mean square of the loud parts, re 1 V.
  static let loudnessDecibels = -18.0
  private static let toleranceDecibels = 1.5
  private static let outputKey = "plugin/output"

  func run() throws {
    let path = circuit + "/presets.json"
    var file = try PresetFile.read(path)
    let library = try ClapLibrary(plugin)
    let guitar = try Self.guitar(recording)
    var missed = false
    for index in file.presets.indices {
      let preset = file.presets[index]
      let instance = try library.instantiate("org.attractor.\(file.circuit)")
      let temporary = FileManager.default.temporaryDirectory
        .appending(path: "\(UUID().uuidString).\(PresetFile.fileExtension)")
      try PresetFile(circuit: file.circuit, presets: [preset]).write(temporary.path)
      defer { try? FileManager.default.removeItem(at: temporary) }
      try instance.loadPreset(.file(path: temporary.path, key: nil))
      var settings = RenderSettings()
      settings.tail = .seconds(0)
      let output = try Renderer(instance, settings).render(guitar).output
      let loudness = Self.loudness(output)
      let gain = (preset.values[Self.outputKey] ?? 0) + Self.loudnessDecibels - loudness
      if match { file.presets[index].values[Self.outputKey] = (min(max(gain, -48), 24) * 10).rounded() / 10 }
      let isOff = !match && abs(loudness - Self.loudnessDecibels) > Self.toleranceDecibels
      missed = missed || isOff
      print(
        "\(preset.name.padding(toLength: 28, withPad: " ", startingAt: 0)) "
          + "\(String(format: "%6.1f", loudness)) dB\(match ? String(format: ", output now %.1f dB", gain) : "")"
          + (isOff ? "  ✗ \(Self.toleranceDecibels) dB around \(Self.loudnessDecibels) dB" : ""))
    }
    if match { try file.write(path) }
    if missed { throw ExitCode(1) }
  }

  private static func guitar(_ path: String) throws -> AudioBuffer<Float> {
    let read = try AudioFile.read(path)
    let mono = (0..<read.frameCount).map { frame in
      read.channels.reduce(0) { $0 + $1[frame] } / Float(read.channels.count)
    }
    let peak = mono.reduce(0) { max($0, abs($1)) }
    return AudioBuffer(sampleRate: read.sampleRate, channels: [mono.map { $0 * 0.5 / max(peak, 1e-9) }])
  }

  /// Over blocks of 0.1 s within 20 dB of the loudest.
  private static func loudness(_ audio: AudioBuffer<Float>) -> Double {
    let size = Int(0.1 * audio.sampleRate)
    let powers = stride(from: 0, to: audio.frameCount - size, by: size).map { start in
      audio.channels.reduce(0.0) { sum, channel in
        channel[start..<start + size].reduce(sum) { $0 + Double($1 * $1) / Double(size * audio.channels.count) }
      }
    }
    let loud = powers.filter { $0 > 0.01 * (powers.max() ?? 0) }
    return 10 * log10(max(loud.reduce(0, +) / Double(max(loud.count, 1)), 1e-20))
  }
}
