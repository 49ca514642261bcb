import ArgumentParser
import Foundation
import HostKit

/// What a budget is measured on: the same for the command and for its child under a profiler.
struct BudgetLoad: ParsableArguments {
  @Argument(help: "A .clap file.")
  var file: String

  @Option(help: ArgumentHelp("The plugin, where the file holds several.", valueName: "id"))
  var plugin: String?

  @Option(help: ArgumentHelp("Set a parameter first.", valueName: "name=value"))
  var param: [String] = []

  @Option(help: ArgumentHelp("Automate this parameter; all continuous ones if left out.", valueName: "name"))
  var move: [String] = []

  @Option(help: ArgumentHelp("What is played: \(InputSource.help).", valueName: "input"))
  var input = "noise:1"

  func budget(seconds: Double) throws -> Budget {
    let source = try InputSource(parsing: input)
    let instance = try ClapLibrary(file).instantiate(plugin)
    let values = try param.map { text throws(HostError) in
      let (parameter, value) = try instance.setting(text)
      return HostEvent.value(parameter.id, value)
    }
    var settings = BudgetSettings(input: try source.audio(rate: 48000, seconds: 2))
    settings.seconds = seconds
    if !move.isEmpty {
      settings.moved = try move.map { name throws(HostError) in try instance.parameter(name) }
    }
    if !values.isEmpty { instance.flush(values) }
    return Budget(instance, settings)
  }

  /// The same on a command line.
  var arguments: [String] {
    [file, "--input", input] + (plugin.map { ["--plugin", $0] } ?? []) + param.flatMap { ["--param", $0] }
      + move.flatMap { ["--move", $0] }
  }
}
