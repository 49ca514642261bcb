import ArgumentParser
import AudioFiles
import HostKit

/// How a render runs and is written, whatever is rendered.
struct RenderForm: ParsableArguments {
  @Option(help: ArgumentHelp("Frames per block, or random:SEED.", valueName: "n"))
  var block = "512"

  @Option(help: ArgumentHelp("Sample rate to run at; the input's own if left out.", valueName: "hz"))
  var rate: Double?

  @Option(help: ArgumentHelp("Length of a signal that is no file.", valueName: "seconds"))
  var seconds = 2.0

  @Option(help: ArgumentHelp("Sample format: 16, 24 or 32f.", valueName: "bits"))
  var bits = "24"

  @Option(help: ArgumentHelp("How long to go on after the input: auto, or seconds.", valueName: "tail"))
  var tail = "auto"

  func format() throws(HostError) -> SampleFormat {
    guard let format = SampleFormat(rawValue: bits) else {
      throw .badSetting(name: "--bits", expected: "16, 24 or 32f", actual: bits)
    }
    return format
  }

  func settings() throws(HostError) -> RenderSettings {
    try Numbers.check("--seconds", seconds)
    var settings = RenderSettings()
    settings.blocks = try BlockSizes(parsing: block)
    settings.tail = try TailLength(parsing: tail)
    settings.sampleRate = rate
    return settings
  }

  /// What a signal or a file gives at this rate.
  func audio(_ input: String, for plugin: PluginInstance) throws -> AudioBuffer<Float> {
    try InputSource(parsing: input).audio(for: plugin, rate: rate ?? 48_000, seconds: seconds)
  }
}
