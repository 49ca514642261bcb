/// Which of several candidates are worth their cost: no other is as cheap and better, or cheaper and as good.
enum ParetoFront {
  /// - Parameter candidates: cost and error, both better when lower; not a number is never worth it.
  /// - Returns: indices in ascending cost.
  static func indices(_ candidates: [(cost: Double, error: Double)]) -> [Int] {
    let order = candidates.indices.sorted {
      (candidates[$0].cost, candidates[$0].error) < (candidates[$1].cost, candidates[$1].error)
    }
    var best = Double.infinity
    return order.filter { index in
      guard candidates[index].error < best else { return false }
      best = candidates[index].error
      return true
    }
  }
}
