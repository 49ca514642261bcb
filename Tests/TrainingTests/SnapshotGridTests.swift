import ModelFormat
import TestModels
import Testing
import Training

@Suite struct SnapshotGridTests {
  /// One set blended for a position.
  private func blended(_ grid: SnapshotGrid, _ sets: [Double], _ position: [Double]) -> [Double] {
    let count = sets.count / grid.setCount
    let intervals = grid.intervals(position)
    var result = [Double](repeating: 0, count: count)
    for (share, set) in zip(grid.shares(position, intervals), grid.activeSets(intervals)) {
      for w in 0..<count { result[w] += share * sets[set * count + w] }
    }
    return result
  }

  private func positions(_ axes: Int, _ dice: inout Dice) -> [[Double]] {
    [[Double](repeating: -1, count: axes), [Double](repeating: 1, count: axes)]
      + (0..<50).map { _ in (0..<axes).map { _ in dice.number(-1...1) } }
  }

  @Test(arguments: [
    ([2], [3]), ([2], [2]), ([3], [5]), ([3], [4]), ([2, 2], [3, 2]), ([3, 2], [5, 4]), ([2, 3, 2], [3, 5, 2]),
    ([], []),
  ])
  func aFinerGridHoldsTheSameFunction(coarse: [Int], fine: [Int]) {
    var dice = Dice(6)
    let (from, to) = (SnapshotGrid(nodeCounts: coarse), SnapshotGrid(nodeCounts: fine))
    let count = 7
    let sets = (0..<from.setCount * count).map { _ in dice.normal() }
    let refined = from.refined(sets, to: to)
    #expect(refined.count == to.setCount * count)
    // Where old nodes are no nodes any more, kinks are cut: only nested grids keep the function everywhere.
    let isNested = zip(coarse, fine).allSatisfy { ($1 - 1) % ($0 - 1) == 0 }
    for position in positions(coarse.count, &dice) {
      let (a, b) = (blended(from, sets, position), blended(to, refined, position))
      let atEnds = position.allSatisfy { abs($0) == 1 }
      if isNested || atEnds { for w in 0..<count { #expect(abs(a[w] - b[w]) < 1e-12) } }
    }
  }

  /// What a trainer blends is what `model.json` says: base weights and deltas at the nodes, linear in between.
  @Test(arguments: [[2], [5], [3, 2], [2, 3, 4]])
  func theModelsSectionIsTheSameFunction(nodeCounts: [Int]) {
    var dice = Dice(7)
    let grid = SnapshotGrid(nodeCounts: nodeCounts)
    let count = 5
    let sets = (0..<grid.setCount * count).map { _ in dice.normal() }
    let (weights, axes) = grid.section(sets, coordinates: Array(nodeCounts.indices))
    #expect(axes.map(\.coordinate) == Array(nodeCounts.indices) && axes.map(\.nodes.count) == nodeCounts)
    for position in positions(nodeCounts.count, &dice) {
      var expected = weights
      for axis in axes {
        let c = position[axis.coordinate]
        let node = min(axis.nodes.lastIndex { $0 <= c }!, axis.nodes.count - 2)
        let fraction = (c - axis.nodes[node]) / (axis.nodes[node + 1] - axis.nodes[node])
        for w in 0..<count {
          expected[w] += (node == 0 ? 0 : axis.deltas[node - 1][w]) * (1 - fraction) + axis.deltas[node][w] * fraction
        }
      }
      let actual = blended(grid, sets, position)
      for w in 0..<count { #expect(abs(actual[w] - expected[w]) < 1e-12) }
    }
  }

  /// Neighbours matter and no others; shares of the first axis add up to one.
  @Test func activeSetsAreNeighbours() {
    let grid = SnapshotGrid(nodeCounts: [3, 4])
    #expect(grid.setCount == 6)
    #expect(grid.activeSets(grid.intervals([-0.5, -0.9])) == [0, 1, 3])
    #expect(grid.activeSets(grid.intervals([0.5, 0.9])) == [1, 2, 4, 5])
    #expect(grid.activeSets(grid.intervals([1, 1])) == [1, 2, 4, 5])
    let shares = grid.shares([0.5, 0.9], grid.intervals([0.5, 0.9]))
    #expect(abs(shares[0] + shares[1] - 1) < 1e-12 && abs(shares[2] + shares[3] - 1) < 1e-12)
  }
}
