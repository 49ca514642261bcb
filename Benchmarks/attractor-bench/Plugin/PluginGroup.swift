import Foundation
import HostKit

/// The whole plugin through `process`, loaded as a DAW loads it.
struct PluginGroup {
  let path: String
  let guitarFolder: String
  let allCircuits: Bool
  let processor: Processor
  let effort: Effort

  private static let ratesHz = [48_000.0, 96_000]

  func measured() throws -> Section {
    let library = try ClapLibrary(path)
    let input = try PluginInput(folder: guitarFolder, ratesHz: Self.ratesHz)
    var rows: [PluginRow] = []
    for place in places(library) {
      let row = PluginRow(place: place)
      let contenders = try PluginLoad.all.map { load in
        let bench = try Self.bench(library, place, load, input)
        return (load, Contender(load.name, roundSize: load.blockFrames) { try bench.run(blocks: $0) })
      }
      try effort.run(contenders.map(\.1))
      rows.append(row.filled(contenders.map { ($0, $1.timing) }))
    }
    let empty = try emptyCall()
    var section = Section(title: "Plugin: the whole of process, per frame")
    section.figures = rows.flatMap(\.figures)
    section.text = PluginTable.text(rows, section.figures, emptyCall: empty)
    section.charts = [PluginChart.chart(rows)]
    return section
  }

  private func places(_ library: ClapLibrary) -> [PluginPlace] {
    let circuits =
      allCircuits
      ? library.descriptors.map { String($0.id.split(separator: ".").last ?? "") } : ["diode-clipper", "tube-screamer"]
    return circuits.flatMap { circuit in
      Self.ratesHz.flatMap { rate in
        PluginPlace.Quality.allCases.flatMap { quality in
          [2, 1].map { PluginPlace(circuit: circuit, rateHz: rate, quality: quality, channels: $0) }
        }
      }
    }
  }

  private static func bench(
    _ library: ClapLibrary, _ place: PluginPlace, _ load: PluginLoad, _ input: PluginInput
  ) throws -> ProcessBench {
    let plugin = try library.instantiate(place.circuit)
    let quality = try plugin.parameter("Quality")
    plugin.flush([.value(quality.id, Double(place.quality.rawValue))])
    let workload = Workload(
      sampleRate: place.rateHz, blockFrames: load.blockFrames, eventsPerBlock: load.motion == .none ? 0 : 1,
      channels: place.channels)
    let bench = try ProcessBench(
      plugin, workload, input: input.audio(load.signal, rateHz: place.rateHz, channels: place.channels),
      moved: load.motion == .one ? Array(knobs(plugin).prefix(1)) : knobs(plugin))
    // Past the fade from rest, and in silence past the way to it.
    _ = try bench.run(blocks: Int(0.3 / workload.deadline) + 1)
    return bench
  }

  /// The circuit's own knobs: those before Morph, in the plugin's order; continuous ones where there are any.
  private static func knobs(_ plugin: PluginInstance) -> [Parameter] {
    let own = plugin.parameters.prefix { $0.name != "Morph" }
    let continuous = own.filter { !$0.isStepped }
    return continuous.isEmpty ? Array(own) : continuous
  }

  /// Nanoseconds of a call that does nothing: what each figure contains of the host.
  private func emptyCall() throws -> Double {
    let plugin = try ClapLibrary.nothing.instantiate()
    let workload = Workload(sampleRate: 48_000, blockFrames: 64)
    let bench = try ProcessBench(
      plugin, workload, input: .init(sampleRate: 48_000, channelCount: 2, frameCount: 4096), moved: [])
    let contender = Contender("empty", roundSize: 1) { try bench.run(blocks: $0) }
    try effort.run([contender])
    return contender.timing.median
  }
}
