import ArgumentParser
import Foundation
import HostKit

struct Info: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Describe the plugins in a file.",
    discussion: """
      Prints descriptors, ports, parameters, extensions, and presets, and latency and tail at 48 kHz.

      Examples:
        attractor-host info build/Attractor.clap
        attractor-host info build/Attractor.clap --plugin org.attractor.diode-clipper --json
      """)

  @OptionGroup var choice: EachPlugin

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let library = try ClapLibrary(choice.file)
    let presets = try? PresetIndex(library).presets
    let reports = try choice.ids(in: library).map { id in
      PluginReport(try library.instantiate(id), presets: presets?.count { $0.plugins.contains(id) })
    }
    if json { return try printJSON(reports) }
    print("\(choice.file): CLAP \(library.clapVersion), \(library.descriptors.count) plugins")
    for report in reports { print("\n" + report.text) }
  }
}

/// All that `info` tells about one plugin.
struct PluginReport: Encodable {
  struct ParameterReport: Encodable {
    var id: UInt32
    var name: String
    var module: String
    var min: Double
    var max: Double
    var defaultValue: Double
    var flags: [String]
    var minText: String?
    var maxText: String?
    var defaultText: String?
  }

  var descriptor: PluginDescriptor
  var ports: PortLayout
  var parameters: [ParameterReport]
  var extensions: [String]

  /// Frames at 48 kHz; nil when the plugin refuses to be activated there.
  var latency: Int?

  /// Frames, "infinite", or nil without the extension.
  var tail: String?

  /// How many preset discovery tells of; nil in a file without it.
  var presets: Int?

  init(_ plugin: PluginInstance, presets: Int?) {
    self.presets = presets
    descriptor = plugin.descriptor
    ports = plugin.ports
    parameters = plugin.parameters.map { parameter in
      ParameterReport(
        id: parameter.id, name: parameter.name, module: parameter.module, min: parameter.range.lowerBound,
        max: parameter.range.upperBound, defaultValue: parameter.defaultValue, flags: parameter.flagNames,
        minText: plugin.text(of: parameter.range.lowerBound, parameter: parameter.id),
        maxText: plugin.text(of: parameter.range.upperBound, parameter: parameter.id),
        defaultText: plugin.text(of: parameter.defaultValue, parameter: parameter.id))
    }
    extensions = plugin.extensions
    if (try? plugin.activate(sampleRate: 48000, maxFrames: 512)) != nil {
      latency = plugin.latency
      switch plugin.tail {
      case .frames(let frames): tail = "\(frames)"
      case .infinite: tail = "infinite"
      case nil: tail = nil
      }
      plugin.deactivate()
    }
  }

  var text: String {
    var lines = ["\(descriptor.name)  \(descriptor.id)  \(descriptor.version)"]
    if !descriptor.vendor.isEmpty { lines.append("  vendor      \(descriptor.vendor)") }
    if !descriptor.description.isEmpty { lines.append("  about       \(descriptor.description)") }
    lines.append("  features    \(descriptor.features.joined(separator: ", "))")
    lines.append("  inputs      \(Self.text(ports.inputs))")
    lines.append("  outputs     \(Self.text(ports.outputs))")
    lines.append("  in place    \(ports.canProcessInPlace ? "yes" : "no")")
    lines.append("  latency     \(latency.map { "\($0) frames" } ?? "unknown: activation refused") at 48 kHz")
    lines.append("  tail        \(tail.map { $0 == "infinite" ? $0 : "\($0) frames" } ?? "not told")")
    if let presets { lines.append("  presets     \(presets)") }
    lines.append("  extensions  \(extensions.joined(separator: ", "))")
    guard !parameters.isEmpty else { return lines.joined(separator: "\n") }
    var table = [["    ID", "NAME", "RANGE", "DEFAULT", "AS TEXT", "FLAGS"]]
    for parameter in parameters {
      table.append([
        "    \(parameter.id)", parameter.module.isEmpty ? parameter.name : "\(parameter.module)/\(parameter.name)",
        "\(number(parameter.min))…\(number(parameter.max))", number(parameter.defaultValue),
        "\(parameter.minText ?? "?")…\(parameter.maxText ?? "?"), \(parameter.defaultText ?? "?")",
        parameter.flags.joined(separator: " "),
      ])
    }
    return (lines + ["  parameters", Table.text(table)]).joined(separator: "\n")
  }

  private static func text(_ ports: [AudioPort]) -> String {
    let names = ports.map { "\($0.name) (\($0.channelCount) ch\($0.isMain ? ", main" : ""))" }
    return names.isEmpty ? "none" : names.joined(separator: ", ")
  }

  private func number(_ value: Double) -> String { String(format: "%g", value) }
}
