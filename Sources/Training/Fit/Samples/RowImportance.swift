import Glibc

/// What each row's errors count, and for how long they stay.
struct RowImportance {
  /// 0…1: as much as is heard of a row's residual, against the greatest; what the recipe says where it does.
  let counts: [Float]
  /// 0…1: whether errors of the row that counts most are gone with their sample, or stay long; of each row where the
  /// recipe says what rows count.
  let memory: [Double]

  /// - Parameters:
  ///   - residualScales: root mean square of the residual, per row.
  ///   - rate: mean R of the states.
  init(_ plan: StagePlan, _ audibility: Audibility, residualScales: [Double], states: Int, rate: Double) {
    let heard = residualScales.indices.map { row in
      if let carrier = plan.carrierIndex, carrier != row { return 0.0 }
      return row < states ? residualScales[row] * rate * audibility.gains[row] : residualScales[row]
    }
    let loudest = max(heard.max() ?? 1, 1e-300)
    let lasting = heard.firstIndex(of: loudest).flatMap { $0 < states ? audibility.samples[$0] : nil } ?? 1
    // Rows that the linear part explains to a thousandth of the loudest are left to it.
    var counts = heard.map { $0 < 1e-3 * loudest ? 0 : Float($0 / loudest) }
    var memory = heard.map { _ in 1 - 1 / lasting }
    if let told = plan.recipe.fit?.rowsCount {
      for (row, name) in plan.rowNames.enumerated() {
        if let count = told[name] { counts[row] = Float(count) }
        memory[row] = row < states ? 1 - 1 / audibility.samples[row] : 0
      }
    }
    (self.counts, self.memory) = (counts, memory)
  }
}
