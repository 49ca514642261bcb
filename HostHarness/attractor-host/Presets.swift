import ArgumentParser
import Foundation
import HostKit

struct Presets: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the presets that a file's discovery tells of.",
    discussion: """
      Asks the file's preset discovery as a host's browser does: presets inside the file and in the folders that it \
      names. What stands under KEY or FILE is what render --preset takes.

      Exit codes: 0 success; 1 the discovery fails; 2 misuse, or a file without preset discovery.

      Examples:
        attractor-host presets build/Attractor.clap
        attractor-host presets build/Attractor.clap --plugin ladder --json
      """)

  @OptionGroup var choice: EachPlugin

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let library = try ClapLibrary(choice.file)
    let index = try PresetIndex(library)
    var presets = index.presets
    if choice.plugin != nil {
      let ids = try choice.ids(in: library)
      presets = presets.filter { preset in preset.plugins.contains(where: ids.contains) }
    }
    if json {
      try printJSON(presets.map(PresetRow.init))
    } else {
      print(Table.text([["NAME", "KEY", "FILE", "PLUGIN", "FEATURES"]] + presets.map { PresetRow($0).cells }))
      print("\(presets.count) \(presets.count == 1 ? "preset" : "presets")")
    }
    for error in index.errors { Failure("\(choice.file): \(error)").tell() }
    if !index.errors.isEmpty { throw ExitCode(1) }
  }
}

/// A preset in JSON.
struct PresetRow: Encodable {
  var name: String
  var key: String?
  var path: String?
  var plugins: [String]
  var features: [String]
  var creators: [String]
  var description: String

  init(_ preset: Preset) {
    (name, key, path, plugins) = (preset.name, preset.key, preset.path, preset.plugins)
    (features, creators, description) = (preset.features, preset.creators, preset.description)
  }

  var cells: [String] {
    [name, key ?? "-", path ?? "-", plugins.joined(separator: ", "), features.joined(separator: ", ")]
  }
}
