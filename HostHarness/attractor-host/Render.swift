import ArgumentParser
import AudioFiles
import Foundation
import HostKit

struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run an audio file or a signal through a plugin.",
    discussion: """
      Reads any format that libsndfile reads, writes WAV, FLAC, AIFF or Ogg by the extension. Parameters are named by \
      name (in any case), id or index; values are plain numbers or text that the plugin reads. The plugin's latency \
      is removed. An input of another rate than --rate is resampled, band-limited.

      Examples:
        attractor-host render build/Attractor.clap --plugin tube-screamer --input guitar.wav --output out.wav \\
          --param drive=0.7
        attractor-host render build/Attractor.clap --plugin diode-clipper --input guitar.wav --output out.flac \\
          --automate 'Diode=0s:0,4s:1' --rate 96000 --block random:7
        attractor-host render build/Attractor.clap --plugin ladder --input sweep --seconds 5 --output out.wav \\
          --automation keys.json --double
        attractor-host render synth.clap --plugin org.example.filter --input a.wav --output b.wav \\
          --param "cutoff=1.2 kHz" --modulate 'cutoff=0s:0,500ms:0.3' --tail 2
      """)

  @Argument(help: "A .clap file.")
  var file: String

  @Option(help: ArgumentHelp("The audio to render: \(InputSource.help).", valueName: "file|signal"))
  var input: String

  @Option(help: ArgumentHelp("Where to write: .wav, .flac, .aiff or .ogg.", valueName: "file"))
  var output: String

  @Option(help: ArgumentHelp("The plugin, where the file holds several.", valueName: "id"))
  var plugin: String?

  @Option(help: ArgumentHelp("Set a parameter.", valueName: "name=value"))
  var param: [String] = []

  @Option(help: ArgumentHelp("Move a parameter in straight lines.", valueName: "name=time:value,…"))
  var automate: [String] = []

  @Option(help: ArgumentHelp("Modulate a parameter: offsets on its value.", valueName: "name=time:amount,…"))
  var modulate: [String] = []

  @Option(help: ArgumentHelp("Length of a signal.", valueName: "s"))
  var seconds = 2.0

  @Option(
    help: ArgumentHelp(
      "Move parameters as a file says: { \"Drive\": \"0s:0,1s:1\", … }.", valueName: "keys.json"))
  var automation: String?

  @Option(help: ArgumentHelp("Channels, where the plugin's ports can have so many.", valueName: "n"))
  var channels: Int?

  @Flag(help: "Hand samples over in 64 bits, where the plugin takes them.")
  var double = false

  @Flag(help: "Bypass the plugin, through the parameter that it has for it.")
  var bypass = false

  @Option(help: ArgumentHelp("Frames per block, or random:SEED.", valueName: "n"))
  var block = "512"

  @Option(help: ArgumentHelp("Sample rate to run at; the input's own if left out.", valueName: "hz"))
  var rate: Double?

  @Option(help: ArgumentHelp("Sample format: 16, 24 or 32f.", valueName: "bits"))
  var bits = "24"

  @Option(help: ArgumentHelp("How long to go on after the input: auto, or seconds.", valueName: "tail"))
  var tail = "auto"

  @Option(
    help: ArgumentHelp("Load a preset first: a file, or the key of one in the plugin's file.", valueName: "preset"))
  var preset: String?

  @Option(help: ArgumentHelp("Load the plugin's state from a file first.", valueName: "file"))
  var state: String?

  @Option(help: ArgumentHelp("Save the plugin's state after the render.", valueName: "file"))
  var saveState: String?

  @Flag(help: "Tell the plugin that there is no deadline.")
  var offline = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    guard let format = SampleFormat(rawValue: bits) else {
      throw HostError.badSetting(name: "--bits", expected: "16, 24 or 32f", actual: bits)
    }
    try AudioFile.check(output, bits: format)
    var settings = RenderSettings()
    settings.blocks = try BlockSizes(parsing: block)
    settings.tail = try TailLength(parsing: tail)
    settings.sampleRate = rate
    settings.offline = offline
    let library = try ClapLibrary(file)
    let instance = try library.instantiate(plugin)
    if let channels { try instance.configureMainPorts(channels: channels) }
    settings.isDouble = double
    if let state { try instance.loadState(try StateFile.read(state)) }
    if let preset {
      let isFile = preset.hasPrefix("/") || FileManager.default.fileExists(atPath: preset)
      let path = URL(fileURLWithPath: preset).path
      try instance.loadPreset(isFile ? .file(path: path, key: nil) : .library(key: preset))
    }
    var values: [HostEvent] = []
    for text in param {
      let (parameter, value) = try instance.setting(text)
      values.append(.value(parameter.id, value))
    }
    for text in automate { settings.automation.append(try instance.automation(text)) }
    for text in modulate { settings.automation.append(try instance.automation(text, isModulation: true)) }
    if let automation {
      for (name, course) in try AutomationFile.read(automation) {
        settings.automation.append(try instance.automation("\(name)=\(course)"))
      }
    }
    if bypass {
      guard let parameter = instance.parameters.first(where: \.isBypass) else {
        throw HostError.badSetting(name: "--bypass", expected: "a plugin with a bypass parameter", actual: "none")
      }
      values.append(.value(parameter.id, parameter.range.upperBound))
    }
    guard seconds > 0, seconds <= 3600 else {
      throw HostError.badSetting(name: "--seconds", expected: "above 0 to 3600", actual: "\(seconds)")
    }
    let audio = try InputSource(parsing: input).audio(rate: rate ?? 48_000, seconds: seconds)
    instance.flush(values)

    let bar = ProgressBar("rendering")
    let result = try Renderer(instance, settings).render(audio) { bar.update($0) }
    bar.finish()
    let saved = try saveState.map { _ in try instance.saveState() }
    try AudioFile.write(result.output, to: output, bits: format)
    if let saveState, let saved { try StateFile.write(saved, to: saveState) }
    let report = RenderReport(output, instance, result)
    if json { try printJSON(report) } else { print(report.text) }
    if report.nonFiniteSamples > 0 { throw ExitCode(1) }
  }
}
