import CLAP
import HostKit

extension Check {
  static let presets = [
    Check(
      "presets-listed", "Preset discovery tells names, keys and plugins of all presets.", scope: .library,
      needs: ["loads"]
    ) {
      let index = try index(try $0.library())
      try expect(index.errors.isEmpty, "expected no errors, found: \(index.errors.first ?? "")")
      for preset in index.presets {
        try expect(!preset.name.isEmpty, "\(preset.path ?? "the library"): expected a name, found none")
        try expect(!preset.plugins.isEmpty, "'\(preset.name)': expected a plugin that it is for, found none")
      }
    },
    Check(
      "presets-load", "Every preset that discovery lists for the plugin loads.",
      needs: ["presets-listed", "creates", "param-info"]
    ) {
      subject in
      let library = try subject.library()
      let presets = try index(library).presets.filter { $0.plugins.contains(subject.plugin) }
      try require(!presets.isEmpty, "no presets are listed for it")
      let plugin = try library.instantiate(subject.plugin)
      for preset in presets {
        do {
          try plugin.loadPreset(preset.source)
        } catch {
          throw Verdict(.failed, "'\(preset.name)': expected it to load, got: \(error)")
        }
        for parameter in plugin.parameters {
          let value = plugin.value(of: parameter.id) ?? .nan
          try expect(
            parameter.range.contains(value),
            "'\(preset.name)': expected \(parameter.name) within \(parameter.range), found \(value)")
        }
      }
      try expect(plugin.record.violations.isEmpty, plugin.record.violations.first ?? "")
    },
    Check("presets-unknown", "A preset that does not exist is refused, and changes nothing.") {
      let plugin = try $0.make()
      try require(
        plugin.rawExtension(CLAP_EXT_PRESET_LOAD) != nil || plugin.rawExtension(CLAP_EXT_PRESET_LOAD_COMPAT) != nil,
        "the plugin loads no presets")
      let before = plugin.values
      for source in [PresetSource.library(key: "no such preset"), .file(path: "/no/such/file", key: nil)] {
        let isLoaded = (try? plugin.loadPreset(source)) != nil
        try expect(!isLoaded, "\(source): expected false, got true")
      }
      try expect(plugin.values == before, "expected the values to stay, found others")
    },
  ]

  /// - Throws: a skip for a file without discovery.
  private static func index(_ library: ClapLibrary) throws -> PresetIndex {
    do {
      return try PresetIndex(library)
    } catch .noFactory {
      throw Verdict(.skipped, "the file has no preset discovery")
    }
  }
}
