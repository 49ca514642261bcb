import ArgumentParser
import AudioFiles
import Foundation
import HostKit

struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run audio files or signals through a plugin.",
    discussion: """
      Reads any format that libsndfile reads, writes WAV, FLAC, AIFF or Ogg by the extension. Parameters are named by \
      name (in any case), id or index; values are plain numbers or text that the plugin reads. The plugin's latency \
      is removed. An input of another rate than --rate is resampled, band-limited.

      Several --input, or a file of --settings, make several renders, side by side (--jobs); {input} and {settings} in \
      --output stand for their names. All names and values are looked at before the first begins; one that fails \
      later leaves no file, and the others are rendered all the same. A file of settings has a list:
        [{"name": "clean", "parameters": {"Drive": "0.1"}},
         {"name": "sweep", "preset": "lead", "automate": ["Tone=0s:0,1s:1"], "modulate": []}]

      Exit codes: 0 success; 1 the plugin failed, or gave samples that are no numbers; 2 misuse, or input that cannot \
      be read.

      Examples:
        attractor-host render build/Attractor.clap --plugin tube-screamer --input guitar.wav --output out.wav \\
          --param drive=0.7
        attractor-host render build/Attractor.clap --plugin diode-clipper --input guitar.wav --output out.flac \\
          --automate 'Diode=0s:0,4s:1' --rate 96000 --block random:7
        attractor-host render build/Attractor.clap --plugin ladder --input sweep --seconds 5 --output out.wav \\
          --automation keys.json --double
        attractor-host render synth.clap --plugin org.example.filter --input a.wav --output b.wav \\
          --param "cutoff=1.2 kHz" --modulate 'cutoff=0s:0,500ms:0.3' --tail 2
        attractor-host render synth.clap --input a.wav --input b.wav --settings settings.json --jobs 4 \\
          --output 'renders/{input}-{settings}.flac'
      """)

  @OptionGroup var choice: OnePlugin

  @Option(
    help: ArgumentHelp("The audio to render, once or several times: \(InputSource.help).", valueName: "file|signal"))
  var input: [String] = []

  @Option(help: ArgumentHelp("Where to write: .wav, .flac, .aiff or .ogg; or a folder/.", valueName: "file"))
  var output: String

  @Option(help: ArgumentHelp("Render under each of these settings.", valueName: "settings.json"))
  var settings: String?

  @OptionGroup var side: SideBySide

  @Option(help: ArgumentHelp("Set a parameter.", valueName: "name=value"))
  var param: [String] = []

  @Option(help: ArgumentHelp("Move a parameter in straight lines.", valueName: "name=time:value,…"))
  var automate: [String] = []

  @Option(help: ArgumentHelp("Modulate a parameter: offsets on its value.", valueName: "name=time:amount,…"))
  var modulate: [String] = []

  @Option(
    help: ArgumentHelp("Move parameters as a file says: { \"Drive\": \"0s:0,1s:1\", … }.", valueName: "keys.json"))
  var automation: String?

  @OptionGroup var form: RenderForm

  @Option(help: ArgumentHelp("Channels, where the plugin's ports can have so many.", valueName: "n"))
  var channels: Int?

  @Flag(help: "Hand samples over in 64 bits, where the plugin takes them.")
  var double = false

  @Flag(help: "Bypass the plugin, through the parameter that it has for it.")
  var bypass = false

  @Option(
    help: ArgumentHelp(
      "Load a preset first: a file, FILE#KEY, or the key of one in the plugin's file.", valueName: "preset"))
  var preset: String?

  @Option(help: ArgumentHelp("Load the plugin's state from a file first.", valueName: "file"))
  var state: String?

  @Option(help: ArgumentHelp("Save the plugin's state after the render.", valueName: "file"))
  var saveState: String?

  @Flag(help: "Tell the plugin that there is no deadline.")
  var offline = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if input.isEmpty { throw ValidationError("--input: expected \(InputSource.help); got none") }
  }

  func run() throws {
    _ = try form.format()
    _ = try form.settings()
    let works = try works()
    let library = try ClapLibrary(choice.file)
    if works.count == 1 { return try renderOne(works[0], library) }
    if let saveState {
      throw ValidationError("--save-state: expected a single render, got \(works.count) for \(saveState)")
    }
    for work in works { try work.check(library, choice.plugin, form) }
    try renderAll(works, library)
  }

  private func works() throws -> [RenderWork] {
    var common = RenderPlan()
    (common.preset, common.channels, common.isDouble, common.bypasses) = (preset, channels, double, bypass)
    (common.parameters, common.automate, common.modulate) = (param, automate, modulate)
    common.state = try state.map { try WholeFile.read($0, "a file with a plugin's state") }
    if let automation {
      common.automate += try AutomationFile.read(automation).map { name, course in "\(name)=\(course)" }
    }
    let plans = try settings.map { try SettingsFile.read($0).map { $0.plan(from: common) } } ?? [common]
    let names = OutputNames(output, inputs: input.count, settings: plans.count)
    let works = input.flatMap { input in
      plans.map { RenderWork(input: input, plan: $0, output: names.path(input: input, settings: $0.name)) }
    }
    try names.check(works.map(\.output))
    return works
  }

  private func renderOne(_ work: RenderWork, _ library: ClapLibrary) throws {
    try AudioFile.check(work.output, bits: try form.format())
    let bar = ProgressBar("rendering")
    let (report, state) = try work.render(
      library, choice.plugin, form, offline: offline, savesState: saveState != nil
    ) { bar.update($0) }
    bar.finish()
    if let saveState, let state { try WholeFile.write(Data(state), to: saveState) }
    if json { try printJSON(report) } else { print(report.text) }
    if report.nonFiniteSamples > 0 { throw ExitCode(1) }
  }

  private func renderAll(_ works: [RenderWork], _ library: ClapLibrary) throws {
    let results = Parallel.map(works, jobs: side.jobs, progress: SharedProgress("renders")) { work in
      Result { try work.render(library, choice.plugin, form, offline: offline).report }
    }
    let reports = results.compactMap { try? $0.get() }
    if json { try printJSON(reports) } else { print(RenderReport.table(reports)) }
    let failures = zip(works, results).compactMap { work, result -> Failure? in
      guard case .failure(let error) = result else { return nil }
      let failure = Failure(error)
      return Failure("\(work.output): \(failure.words)", failure.code)
    }
    for failure in failures { failure.tell() }
    if let code = failures.map(\.code).max() { throw ExitCode(code) }
    if reports.contains(where: { $0.nonFiniteSamples > 0 }) { throw ExitCode(1) }
  }
}
