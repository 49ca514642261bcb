import EigenNetwork
import Foundation
import InstructionSets

/// The kernel per shape and instruction set, beside the same network through Eigen and as plain loops.
struct KernelGroup {
  let processor: Processor
  let effort: Effort

  /// Frames that are played over and over: a few caches' lines, none of them far away.
  private static let frameCount = 1024

  func measured() throws -> Section {
    var section = Section(title: "Kernel: one step of one stage")
    var table = [["SHAPE", "WHO", "CH", "NS", "×RT", "CYCLES", "FLOOR", "VS EIGEN", "BAR, NS", "", "DIFFERS"]]
    for shape in KernelShape.all {
      let rows = try measured(shape)
      section.figures += KernelFigures(shape, rows).all
      table += rows.map { KernelTable.cells($0, rows, shape) }
      section.charts.append(KernelChart.chart(shape, rows))
    }
    let parts = [Table.text(table, left: 2), KernelTable.judgements(section.figures), KernelTable.legend(processor)]
    section.text = parts.joined(separator: "\n\n")
    return section
  }

  private func measured(_ shape: KernelShape) throws -> [KernelRow] {
    let network = KernelNetwork(shape)
    var rows: [KernelRow] = []
    for channels in [1, 2] {
      let reference = Channels(Self.audio(channels))
      let sets = InstructionSet.available
      for set in sets {
        let audio = Channels(Self.audio(channels))
        let play = ChosenStage.player(set, network.stage, audio)
        rows.append(KernelRow(.kernel(set), audio, play))
      }
      for activation in [EigenActivationPlainTanh, EigenActivationFastTanh, EigenActivationRationalTanh] {
        let audio = Channels(Self.audio(channels))
        let player = EigenPlayer(network, activation, audio)
        rows.append(KernelRow(.eigen(activation), audio, player.run))
      }
      var loops = (0..<channels).map { _ in ScalarNetwork(network) }
      rows.append(
        KernelRow(.scalar, reference) {
          for c in 0..<channels {
            loops[c].run(reference.inputs[c], reference.outputs[c], count: reference.frameCount)
          }
        })
    }
    // All start at rest: their first round is the same piece of audio, and has to sound the same.
    for row in rows { row.play() }
    for row in rows {
      let reference = rows.last { $0.channels == row.channels }!
      row.difference = Self.decibels(of: row.audio.output(row.channels - 1), reference.audio.output(row.channels - 1))
    }
    // The clock takes part: it may be another one a minute later.
    let clock = Processor.clock
    try effort.run(rows.map(\.contender) + [clock])
    for row in rows {
      row.cycles = row.nanoseconds / clock.timing.median
      if row.channels == 1 { row.floorCycles = processor.floorCycles(layers: shape.layers, units: shape.units) }
    }
    return rows
  }

  /// A loud noise of low frequencies, another one in the second channel.
  private static func audio(_ channels: Int) -> [[Float]] {
    (0..<channels).map { channel in
      var dice = SeededDice(seed: UInt64(channel + 1))
      var value = 0.0
      return (0..<frameCount).map { _ in
        value = 0.8 * value + 0.6 * dice.normal()
        return Float(value)
      }
    }
  }

  /// How far apart two outputs are, in decibels of the second one's power.
  private static func decibels(of a: [Float], _ b: [Float]) -> Double {
    let error = zip(a, b).reduce(0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
    let power = b.reduce(0) { $0 + Double($1) * Double($1) }
    return 10 * log10(max(error, power * 1e-16) / power)
  }
}
