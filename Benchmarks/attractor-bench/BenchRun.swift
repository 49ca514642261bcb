import Foundation
import InstructionSets
import Machine
import Plot

/// One run: the processor first, then group after group, printed as they come; files at the end.
struct BenchRun {
  var groups: [AttractorBench.Group]
  var effort: Effort
  var pluginPath: String
  var guitarFolder: String
  var allCircuits: Bool
  var json: String?
  var plot: String?

  func run() throws {
    // One core for all: caches and clock are then the same for all that is compared.
    let pinned = Int(machine_pin())
    let core = pinned >= 0 ? pinned : nil
    let processor = try Processor.measured(core: core, effort)
    let place = core.map { "core \($0)" } ?? "on any core: pinning is refused here"
    print("\(processor.model), \(String(format: "%.2f", processor.gigahertz)) GHz measured, \(place)")
    print("the plugin chooses \(InstructionSet.chosen); medians of \(effort.slices) slices")
    var sections: [Section] = []
    for group in groups {
      let section = try measured(group, processor)
      print("\n── \(section.title)\n\(section.text)")
      sections.append(section)
    }
    let judged = sections.flatMap(\.figures).compactMap(\.verdict)
    if !judged.isEmpty {
      let count = { (verdict: Verdict) in judged.count { $0 == verdict } }
      print("\n\(judged.count) figures with a bar: \(count(.aim)) ✓ aim, \(count(.least)) ✓, \(count(.missed)) ✗")
    }
    let report = Report(
      processor: processor, instructionSet: "\(InstructionSet.chosen)", slices: effort.slices,
      sliceSeconds: effort.sliceSeconds, sections: sections)
    if let json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      try write(try encoder.encode(report), to: json)
    }
    let charts = sections.flatMap(\.charts)
    if let plot, !charts.isEmpty {
      let sheet = ChartSheet(title: "\(processor.model), \(InstructionSet.chosen)", charts: charts)
      try write(Data(sheet.document.utf8), to: plot)
    }
  }

  private func measured(_ group: AttractorBench.Group, _ processor: Processor) throws -> Section {
    switch group {
    case .kernel: try KernelGroup(processor: processor, effort: effort).measured()
    case .filters: try FilterGroup(effort: effort).measured()
    case .plugin:
      try PluginGroup(
        path: pluginPath, guitarFolder: guitarFolder, allCircuits: allCircuits, processor: processor, effort: effort
      ).measured()
    case .memory: try MemoryGroup(path: pluginPath).measured()
    case .trainer: try TrainerGroup(effort: effort).measured()
    }
  }

  private func write(_ data: Data, to path: String) throws {
    let url = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url, options: .atomic)
  }
}
