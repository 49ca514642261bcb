import AudioFiles
import Foundation

/// One suite's renders against their golden audio.
public struct SuiteRun: Sendable {
  public enum Verdict: Equatable, Sendable {
    case passed
    /// Beyond the tolerance.
    case differs
    /// There was nothing to hold it against.
    case missing
    /// Written anew just now: a failure, once, so that it is noticed.
    case blessed
    /// The render itself failed.
    case failed(String)
  }

  /// What came of one render.
  public struct Outcome: Sendable {
    public let suite: String
    public let name: String
    public let plugin: String
    public let verdict: Verdict
    public let toleranceDecibels: Double
    public let comparison: Comparison?
    public let golden: AudioBuffer<Float>?
    public let output: AudioBuffer<Float>?
    public let seconds: Double

    public var isPassed: Bool { verdict == .passed }
  }

  public let path: String
  public let suite: Suite
  private let library: ClapLibrary
  private let blesses: Bool

  /// - Parameters:
  ///   - file: a .clap file in place of the suite's own.
  ///   - blesses: writes golden audio where it is missing or differs.
  /// - Throws: `SuiteError`, `HostError`.
  public init(_ path: String, file: String?, blesses: Bool) throws {
    self.path = path
    suite = try Suite.read(path)
    self.blesses = blesses
    let folder = (path as NSString).deletingLastPathComponent
    guard let file = file ?? suite.file.map({ Self.resolve($0, in: folder) }) else {
      throw SuiteError.noFile(path: path)
    }
    library = try ClapLibrary(file)
  }

  /// - Throws: `HostError.badSetting` for a tolerance that is none.
  public func outcome(of render: Suite.Render) throws -> Outcome {
    let limit = try Self.decibels(render.tolerance ?? suite.tolerance ?? Suite.tolerance)
    let start = ContinuousClock().now
    var output: AudioBuffer<Float>?
    var golden: AudioBuffer<Float>?
    var comparison: Comparison?
    let verdict: Verdict
    do {
      let file = Self.resolve(render.golden ?? "golden/\(render.name).flac", in: folder)
      let audio = try asWritten(try play(render), to: file)
      output = audio
      golden = FileManager.default.fileExists(atPath: file) ? try AudioFile.read(file) : nil
      comparison = try golden.map { try Comparison(audio, reference: $0) }
      if comparison?.isWithin(limit) == true {
        verdict = .passed
      } else if blesses {
        try FileManager.default.createDirectory(
          atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try AudioFile.write(audio, to: file, bits: format(file))
        verdict = .blessed
      } else {
        verdict = golden == nil ? .missing : .differs
      }
    } catch {
      verdict = .failed("\(error)")
    }
    return Outcome(
      suite: path, name: render.name, plugin: render.plugin ?? suite.plugin ?? "", verdict: verdict,
      toleranceDecibels: limit, comparison: comparison, golden: golden, output: output,
      seconds: (ContinuousClock().now - start) / .seconds(1))
  }

  private func format(_ file: String) -> SampleFormat { file.hasSuffix(".flac") ? .pcm24 : .float32 }

  /// What is compared is what would be written: golden audio has its format's steps, and so has this.
  private func asWritten(_ audio: AudioBuffer<Float>, to file: String) throws -> AudioBuffer<Float> {
    guard format(file) != .float32 else { return audio }
    let ending = (file as NSString).pathExtension
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).\(ending)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try AudioFile.write(audio, to: path, bits: format(file))
    return try AudioFile.read(path)
  }

  private var folder: String { (path as NSString).deletingLastPathComponent }

  private func play(_ render: Suite.Render) throws -> AudioBuffer<Float> {
    let plugin = try library.instantiate(render.plugin ?? suite.plugin)
    if let channels = render.channels { try plugin.configureMainPorts(channels: channels) }
    if let preset = render.preset { try plugin.loadPreset(PresetSource(parsing: preset, in: folder)) }
    var settings = RenderSettings()
    settings.sampleRate = render.rate
    settings.blocks = try BlockSizes(parsing: render.block ?? "512")
    settings.tail = try TailLength(parsing: render.tail ?? "0")
    settings.offline = render.offline ?? false
    for text in render.automate ?? [] { settings.automation.append(try plugin.automation(text)) }
    for text in render.modulate ?? [] { settings.automation.append(try plugin.automation(text, isModulation: true)) }
    let values = try (render.parameters ?? [:]).sorted { $0.key < $1.key }.map { name, text in
      let parameter = try plugin.parameter(name)
      return HostEvent.value(parameter.id, try plugin.value(text, of: parameter))
    }
    plugin.flush(values)
    return try Renderer(plugin, settings).render(try input(render)).output
  }

  private func input(_ render: Suite.Render) throws -> AudioBuffer<Float> {
    if let signal = try SignalSource(parsing: render.input) {
      return signal.samples(sampleRate: render.rate ?? 48_000, seconds: render.seconds ?? 1)
    }
    let audio = try AudioFile.read(Self.resolve(render.input, in: folder))
    let from = min(Int((render.from ?? 0) * audio.sampleRate), audio.frameCount)
    let count = render.seconds.map { Int($0 * audio.sampleRate) } ?? audio.frameCount
    return AudioBuffer(
      sampleRate: audio.sampleRate, channels: audio.channels.map { Array($0.dropFirst(from).prefix(count)) })
  }

  private static func resolve(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") ? path : URL(fileURLWithPath: folder).appendingPathComponent(path).standardizedFileURL.path
  }

  /// `-100dB`, `-100 dB` or `-100`.
  ///
  /// - Throws: `.badSetting`.
  public static func decibels(_ text: String) throws(HostError) -> Double {
    var number = text.lowercased().filter { $0 != " " }
    if number.hasSuffix("db") { number.removeLast(2) }
    guard let value = Double(number), value <= 0, value >= -300 else {
      throw .badSetting(name: "tolerance", expected: "decibels such as -100dB", actual: text)
    }
    return value
  }
}
