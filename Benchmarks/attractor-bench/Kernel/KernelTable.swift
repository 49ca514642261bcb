import EigenNetwork
import Engines
import Foundation

/// The kernel's rows in print.
enum KernelTable {
  /// SHAPE, WHO, CH, NS, ×RT, CYCLES, FLOOR, VS EIGEN, BAR, verdict, DIFFERS.
  static func cells(_ row: KernelRow, _ rows: [KernelRow], _ shape: KernelShape) -> [String] {
    let eigen = rows.filter { $0.channels == row.channels && $0.isTypicalEigen }.map(\.nanoseconds).min() ?? .nan
    let figure = KernelFigures(shape, rows).all.first {
      $0.subject == shape.name && $0.variant == "\(row.who.name), \(KernelFigures.channels(row))"
    }
    return [
      shape.name, row.who.name, "\(row.channels)", row.nanoseconds.tenths,
      String(format: "%.0f", 1e9 / 48_000 / row.nanoseconds), String(format: "%.0f", row.cycles),
      row.floorCycles.map { String(format: "%.0f", $0) } ?? "",
      String(format: "%.2f", eigen / row.nanoseconds),
    ] + (figure.map(Table.judgement) ?? ["", ""]) + [String(format: "%.0f dB", row.difference)]
  }

  /// The ratios that are asked for.
  static func judgements(_ figures: [Figure]) -> String {
    Table.text(
      figures.filter { $0.unit == "×" }.map { figure in
        ["\(figure.subject) \(figure.variant)", String(format: "%.2f ×", figure.value)] + Table.judgement(figure)
      }, left: 1)
  }

  static func legend(_ processor: Processor) -> String {
    let chains = processor.cycles.map {
      String(
        format: "add %.1f, multiply %.1f, FMA %.1f, divide %.1f, minimum %.1f, permute %.1f, by memory %.1f", $0.add,
        $0.multiply, $0.fma, $0.divide, $0.minimum, $0.permute, $0.exchange)
    }
    return """
      NS, CYCLES: per step and channel. ×RT: at 48 kHz, one step per sample. VS EIGEN: how many times as fast as the
      faster of Eigen with std::tanh and with its own. DIFFERS: from the plain loops; other tanh, other function.
      FLOOR: the shortest chain of instructions from states to states, one channel\
      \(chains.map { "; cycles measured here: \n\($0)." } ?? ".")
      """
  }
}

extension KernelRow {
  /// Eigen as a user has it, not with our saturation.
  var isTypicalEigen: Bool { who == .eigen(EigenActivationPlainTanh) || who == .eigen(EigenActivationFastTanh) }
}
