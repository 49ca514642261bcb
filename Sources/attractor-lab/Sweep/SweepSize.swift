import Training

/// One size of network to try.
struct SweepSize: Sendable, Equatable {
  let layers: [Int]

  /// As on the command line: `12,12`.
  init(_ text: String) throws(LabError) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let layers = parts.compactMap { $0 }
    guard layers.count == parts.count, (1...4).contains(layers.count), layers.allSatisfy({ (1...64).contains($0) })
    else {
      throw .number(option: "--layers", expected: "one to four numbers of units from 1 to 64, as 12,12", actual: text)
    }
    self.layers = layers
  }

  var name: String { layers.map(String.init).joined(separator: "-") }

  /// A recipe with networks of this size, in one stage or in all that have one, and a training so much shorter.
  func recipe(_ recipe: Recipe, stage: String?, effort: Double) -> Recipe {
    func shorter(_ iterations: Int) -> Int { max(1, Int((Double(iterations) * effort).rounded())) }
    var recipe = recipe
    for index in recipe.stages.indices {
      guard var network = recipe.stages[index].network, var fit = recipe.stages[index].fit else { continue }
      if stage == nil || recipe.stages[index].name == stage { network.layers = layers }
      fit.oneStepIterations = fit.oneStepIterations.map(shorter)
      fit.multiStepIterations = shorter(fit.multiStepIterations)
      fit.seeds = 1
      (recipe.stages[index].network, recipe.stages[index].fit) = (network, fit)
    }
    return recipe
  }
}
