import ArgumentParser
import AudioFiles
import Foundation
import HostKit
import Sound

struct Play: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Play a plugin in real time.",
    discussion: """
      The device is whatever ALSA knows by a name: hw:0, default, null. --input live takes the device's own input; a \
      file plays once, or over and over where --seconds says how long; signals go on until --seconds, q or Ctrl-C.

      While it plays, type NAME=VALUE to change a parameter, q to end. A script does the same by the clock, a line \
      each: 1.5s drive=0.7. Meters show on a terminal; at the end there is a summary with the number of xruns.

      Examples:
        attractor-host play build/Attractor.clap --plugin tube-screamer --input live --device hw:0 --block 64
        attractor-host play build/Attractor.clap --plugin big-muff --input guitar.wav --param sustain=0.6
        attractor-host play synth.clap --input noise:1 --device null --seconds 10 --script moves.txt --json
      """)

  @OptionGroup var choice: OnePlugin

  @Option(help: ArgumentHelp("ALSA's name of the device.", valueName: "name"))
  var device = "default"

  @Option(help: ArgumentHelp("live, \(InputSource.help).", valueName: "input"))
  var input = "live"

  @OptionGroup var first: FirstValues

  @Option(help: ArgumentHelp("Parameter changes over time.", valueName: "file"))
  var script: String?

  @Option(help: ArgumentHelp("Sample rate; a file's own if left out, 48000 otherwise.", valueName: "hz"))
  var rate: Double?

  @Option(help: ArgumentHelp("Frames per block.", valueName: "n"))
  var block = 256

  @Option(help: ArgumentHelp("How long to play.", valueName: "seconds"))
  var seconds: Double?

  @Flag(help: "Try to give the audio thread real-time priority (SCHED_FIFO).")
  var fifo = false

  @Flag(help: "Print JSON at the end.")
  var json = false

  func run() throws {
    try check()
    let instance = try choice.instance()
    guard let output = instance.ports.outputs.first else { throw HostError.noAudioOutput(id: instance.descriptor.id) }
    let isLive = input == "live"
    let audio = try isLive ? nil : InputSource(parsing: input).audio(for: instance, rate: rate ?? 48000, seconds: 10)
    let rate = rate ?? audio?.sampleRate ?? 48000
    var isFile = false
    if !isLive, case .file = try InputSource(parsing: input) { isFile = true }
    let source = audio.map { LoopedAudio($0.resampled(to: rate), loops: !isFile || seconds != nil) }
    try first.set(on: instance)
    let events = try script.map { path in
      let text = String(decoding: try WholeFile.read(path, "a script"), as: UTF8.self)
      return try PlayScript.events(text, path, for: instance, rate: rate)
    }
    let inputs = isLive ? instance.ports.inputs.first?.channelCount ?? 0 : 0
    let card: AlsaDevice
    do {
      card = try AlsaDevice(device, rate: rate, block: block, outputs: output.channelCount, inputs: inputs)
    } catch {
      throw ValidationError("\(error)")
    }
    let meters = Meters()
    if fifo {
      meters.say(
        instance.requestRealTimePriority().map { "SCHED_FIFO is not allowed here: \($0)" }
          ?? "the audio thread runs with SCHED_FIFO, priority 70")
    }
    let player = LivePlayer(
      instance, card, source.map { .audio($0) } ?? .device, sampleRate: rate, blockFrames: block,
      script: events ?? [], frameLimit: seconds.map { Int($0 * rate) } ?? source?.frameCount)
    let status = try play(player, instance, meters)
    report(status, instance, rate)
    if status.nonFiniteSamples > 0 { throw ExitCode(1) }
  }

  private func check() throws {
    guard (1...16384).contains(block) else {
      throw HostError.badSetting(name: "--block", expected: "1 to 16384 frames", actual: "\(block)")
    }
    if let rate { try Numbers.check(rate: rate) }
    if let seconds { try Numbers.check("--seconds", seconds, longest: 86400) }
  }

  /// Plays, and answers what is typed.
  private func play(_ player: LivePlayer, _ instance: PluginInstance, _ meters: Meters) throws -> LiveStatus {
    let typed = TypedLines()
    signal(SIGINT, SIG_IGN)
    let interruption = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    interruption.setEventHandler { player.stop() }
    interruption.resume()
    defer {
      interruption.cancel()
      meters.finish()
    }
    do {
      return try player.run { status in
        for line in typed.take() {
          if line == "q" || line == "quit" {
            player.stop()
            continue
          }
          do {
            let (parameter, value) = try instance.setting(line)
            player.send(.value(parameter.id, value))
            meters.say("\(parameter.name) = \(instance.text(of: value, parameter: parameter.id) ?? "\(value)")")
          } catch {
            meters.say("\(error)")
          }
        }
        meters.update(status)
      }
    } catch let error as AlsaError {
      throw ValidationError("\(error)")
    }
  }

  private func report(_ status: LiveStatus, _ instance: PluginInstance, _ rate: Double) {
    let report = PlayReport(
      device: device, plugin: instance.descriptor.id, sampleRate: rate, blockFrames: block, status: status,
      complaints: instance.record.violations)
    if json { try? printJSON(report) } else { print(report.text) }
  }
}

/// What `play` tells at the end.
struct PlayReport: Encodable {
  var device: String
  var plugin: String
  var sampleRate: Double
  var blockFrames: Int
  var status: LiveStatus
  var complaints: [String]

  var text: String {
    var lines = [
      String(
        format: "%@ on %@: %.2f s in %d blocks of %d frames at %g Hz, %d changes", plugin, device,
        Double(status.frames) / sampleRate, status.blocks, blockFrames, sampleRate, status.changes),
      String(
        format: "xruns %d, late blocks %d, greatest load %@, peaks in %.1f dB, out %.1f dB", status.xruns,
        status.lateBlocks, Numbers.percent(status.greatestLoad), Self.decibels(status.greatestInput),
        Self.decibels(status.greatestOutput)),
    ]
    if status.nonFiniteSamples > 0 { lines.append("warning: \(status.nonFiniteSamples) samples are NaN or infinite") }
    return (lines + complaints.map { "the plugin: \($0)" }).joined(separator: "\n")
  }

  private static func decibels(_ peak: Float) -> Double { 20 * log10(Double(max(peak, 1e-6))) }
}
