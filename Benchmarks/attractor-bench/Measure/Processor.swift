import Foundation
import Machine

/// What this processor is, and how long its instructions take: measured, as nothing tells it inside a virtual machine.
struct Processor: Encodable {
  var model: String
  /// The core that all was measured on.
  var core: Int?
  /// Cycles per nanosecond.
  var gigahertz: Double
  /// Nil where the vector instructions are not there.
  var cycles: Cycles?

  /// Cycles from an instruction's input to its result, packed floats.
  struct Cycles: Encodable {
    var add: Double
    var multiply: Double
    var fma: Double
    var divide: Double
    var minimum: Double
    /// Any lane into any lane.
    var permute: Double
    /// A vector stored, one lane loaded into all lanes.
    var exchange: Double
  }

  static func measured(core: Int?, _ effort: Effort) throws -> Processor {
    let kinds: [LatencyChain] = [
      LatencyChainInteger, LatencyChainAdd, LatencyChainMultiply, LatencyChainFMA, LatencyChainDivide,
      LatencyChainMinimum, LatencyChainPermute, LatencyChainExchange,
    ]
    let chains = kinds.filter(latency_chain_exists).map(chain)
    try effort.run(chains)
    // The fastest quarter: what slows a chain down is another program, never the chain.
    let nanoseconds = chains.map(\.timing.lowerQuartile)
    let gigahertz = 1 / nanoseconds[0]
    let cycles = nanoseconds.map { $0 * gigahertz }
    return Processor(
      model: name, core: core, gigahertz: gigahertz,
      cycles: cycles.count < kinds.count
        ? nil
        : Cycles(
          add: cycles[1], multiply: cycles[2], fma: cycles[3], divide: cycles[4], minimum: cycles[5],
          permute: cycles[6], exchange: cycles[7]))
  }

  /// One cycle of the clock, to run beside others.
  static var clock: Contender { chain(LatencyChainInteger) }

  private static func chain(_ kind: LatencyChain) -> Contender {
    Contender("\(kind)", roundSize: Int(LATENCY_CHAIN_LENGTH)) { rounds in
      ThreadClock.time { latency_chain_run(kind, rounds) }
    }
  }

  private static var name: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
  }
}

extension Processor {
  /// Lanes of a vector, and fused multiply-adds that may begin per cycle.
  private static let lanes = 8
  private static let multipliers = 2

  /// Cycles that a step of this shape takes at least, however it is written: states, hidden layers and states again,
  /// each waiting for the one before, with everything else ahead of time or in between.
  ///
  /// The output matrix is taken as folded into the next step's first layer, so that each layer is one exchange of
  /// lanes, one matrix and one saturation.
  func floorCycles(layers: Int, units: Int) -> Double? {
    guard let c = cycles else { return nil }
    let saturation = 2 * c.minimum + c.multiply + c.fma + c.divide
    let products = units * units / Self.lanes / Self.multipliers
    let matrix = [1, 2, 4, 8].map { sums in
      Double(units / sums) * c.fma + log2(Double(sums)) * c.add
    }.min()!
    return Double(layers) * (min(c.permute, c.exchange) + max(matrix, Double(products)) + saturation)
  }
}
