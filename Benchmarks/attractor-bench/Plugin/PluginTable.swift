import Foundation

/// The plugin's rows in print: all times, then what is asked.
enum PluginTable {
  static func text(_ rows: [PluginRow], _ figures: [Figure], emptyCall: Double) -> String {
    let head = [
      ["NS PER FRAME"] + PluginLoad.all.map(\.title) + ["×RT", "ONE ×", "SWEPT ×", "16 : 512", "LEVEL ×", "DENORMAL ×"]
    ]
    let lines = rows.map { row in
      // At the host's own rate a frame lasts 1 / rate.
      let realTime = 1e9 / row.place.rateHz / row.nanoseconds(.still64)
      return [row.place.name] + PluginLoad.all.map { row.nanoseconds($0).tenths }
        + [String(format: "%.0f", realTime)]
        + [row.automated, row.moving, row.smallBlocks, row.levels, row.denormal].map { String(format: "%.2f", $0) }
    }
    let judged = figures.filter { $0.bar != nil }.map { figure in
      let value = figure.unit == "×" ? String(format: "%.2f ×", figure.value) : "\(figure.value.tenths) ns"
      return [figure.subject, figure.variant, value] + Table.judgement(figure)
    }
    return Table.text(head + lines, left: 1) + "\n\n" + Table.text(judged, left: 2) + "\n\n"
      + "STILL: guitars, knobs at rest, in blocks of 16, 64, 512 frames. ONE KNOB: a value for the circuit's first knob "
      + "per block.\nSWEPT: a value per block, for the knobs in turn. ±DB: guitars at other levels. All others: blocks of 64.\n"
      + "×RT: how many times real time at the row's rate. A call that does nothing takes "
      + "\(emptyCall.tenths) ns."
  }
}
