import EigenNetwork
import Engines

/// A shape's rows as figures, and what is judged of them.
struct KernelFigures {
  private let shape: KernelShape
  private let rows: [KernelRow]

  init(_ shape: KernelShape, _ rows: [KernelRow]) {
    self.shape = shape
    self.rows = rows
  }

  /// Eigen is a competitor where it reaches this with two layers of eight, in nanoseconds per step.
  private static let eigenBar = Bar.atMost(70)

  var all: [Figure] {
    var figures = rows.map { row in
      Figure(
        subject: shape.name, variant: "\(row.who.name), \(Self.channels(row))", value: row.nanoseconds,
        unit: "ns per step and channel", timing: row.contender.timing, cycles: row.cycles,
        floorCycles: row.floorCycles, bar: bar(row))
    }
    for (channels, bar) in [(1, Bar.atLeast(1.8, aim: 2.3)), (2, Bar.atLeast(3, aim: 4))] {
      guard let best = row(.kernel(.chosen), channels), let eigen = eigen(channels) else { continue }
      // Asked of the smaller shapes.
      figures.append(
        Figure(
          subject: shape.name, variant: "against the faster Eigen program, \(Self.channels(best))",
          value: eigen.nanoseconds / best.nanoseconds, unit: "×", bar: shape.layers == 2 ? bar : nil))
    }
    return figures
  }

  private func bar(_ row: KernelRow) -> Bar? {
    switch row.who {
    case .kernel(.chosen): row.channels == 1 ? shape.bars.mono : shape.bars.stereo
    case .eigen(EigenActivationFastTanh) where shape.units == 8 && row.channels == 1: Self.eigenBar
    default: nil
    }
  }

  private func row(_ who: KernelRow.Who, _ channels: Int) -> KernelRow? {
    rows.first { $0.who == who && $0.channels == channels }
  }

  /// The faster of the two that a user of Eigen would write.
  private func eigen(_ channels: Int) -> KernelRow? {
    [EigenActivationPlainTanh, EigenActivationFastTanh].compactMap { row(.eigen($0), channels) }
      .min { $0.nanoseconds < $1.nanoseconds }
  }

  static func channels(_ row: KernelRow) -> String { row.channels == 1 ? "mono" : "stereo" }
}
