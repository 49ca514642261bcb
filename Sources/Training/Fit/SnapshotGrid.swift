import ModelFormat

/// Where the weight sets of a network stand along its snapshot axes.
///
/// The first axis has a whole set at each node; every further axis has, at each node but its first, what is added
/// there. Nodes lie evenly over −1…1, weights run linearly between them.
package struct SnapshotGrid: Codable, Equatable {
  /// Nodes of each axis; none for a network without snapshots.
  package let nodeCounts: [Int]

  package init(nodeCounts: [Int]) { self.nodeCounts = nodeCounts }

  package var setCount: Int {
    guard let first = nodeCounts.first else { return 1 }
    return first + nodeCounts.dropFirst().reduce(0) { $0 + $1 - 1 }
  }

  package static func nodes(_ count: Int) -> [Double] {
    (0..<count).map { -1 + 2 * Double($0) / Double(count - 1) }
  }

  /// The interval of each axis that holds `position`.
  package func intervals(_ position: [Double]) -> [Int] {
    nodeCounts.indices.map { axis in
      let last = nodeCounts[axis] - 2
      return min(max(Int((position[axis] + 1) / 2 * Double(last + 1)), 0), last)
    }
  }

  /// Ascending indices of the sets that matter within the intervals.
  package func activeSets(_ intervals: [Int]) -> [Int] {
    guard !nodeCounts.isEmpty else { return [0] }
    var result = [intervals[0], intervals[0] + 1]
    var base = nodeCounts[0]
    for axis in nodeCounts.indices.dropFirst() {
      if intervals[axis] > 0 { result.append(base + intervals[axis] - 1) }
      result.append(base + intervals[axis])
      base += nodeCounts[axis] - 1
    }
    return result
  }

  /// Shares of the active sets at `position`, in the order of `activeSets`.
  package func shares(_ position: [Double], _ intervals: [Int]) -> [Double] {
    guard !nodeCounts.isEmpty else { return [1] }
    var result: [Double] = []
    for axis in nodeCounts.indices {
      let along = (position[axis] + 1) / 2 * Double(nodeCounts[axis] - 1) - Double(intervals[axis])
      let fraction = min(max(along, 0), 1)
      if axis == 0 || intervals[axis] > 0 { result.append(1 - fraction) }
      result.append(fraction)
    }
    return result
  }

  /// One, and how far along its interval each axis is: what the shares are sums of.
  package func basis(_ position: [Double], _ intervals: [Int]) -> [Double] {
    [1]
      + nodeCounts.indices.map { axis in
        let along = (position[axis] + 1) / 2 * Double(nodeCounts[axis] - 1) - Double(intervals[axis])
        return min(max(along, 0), 1)
      }
  }

  /// share_a = Σ_m mixing[a, m] · basis_m: active × basis.
  package func mixing(_ intervals: [Int]) -> [Double] {
    guard !nodeCounts.isEmpty else { return [1] }
    var rows: [Double] = []
    for axis in nodeCounts.indices {
      let fraction = (0...nodeCounts.count).map { $0 == axis + 1 ? 1.0 : 0 }
      if axis == 0 || intervals[axis] > 0 { rows += fraction.indices.map { ($0 == 0 ? 1 : 0) - fraction[$0] } }
      rows += fraction
    }
    return rows
  }

  /// The same function of position on a finer grid.
  package func refined(_ sets: [Double], to finer: SnapshotGrid) -> [Double] {
    let count = sets.count / setCount
    var result: [Double] = []
    var base = 0
    for axis in nodeCounts.indices {
      let isFirst = axis == 0
      let old = nodeCounts[axis]
      func value(_ node: Int, _ w: Int) -> Double {
        if isFirst { return sets[node * count + w] }
        return node == 0 ? 0 : sets[(base + node - 1) * count + w]
      }
      for node in (isFirst ? 0 : 1)..<finer.nodeCounts[axis] {
        let along = Double(node) / Double(finer.nodeCounts[axis] - 1) * Double(old - 1)
        let low = min(Int(along), old - 2)
        let fraction = along - Double(low)
        for w in 0..<count { result.append((1 - fraction) * value(low, w) + fraction * value(low + 1, w)) }
      }
      base += isFirst ? old : old - 1
    }
    return nodeCounts.isEmpty ? sets : result
  }

  /// Base weights and axes as `model.json` holds them.
  /// - Parameter coordinates: index into the model's coordinates, per axis.
  package func section(_ sets: [Double], coordinates: [Int]) -> (weights: [Double], axes: [Model.SnapshotAxis]) {
    let count = sets.count / setCount
    func set(_ index: Int) -> [Double] { Array(sets[index * count..<(index + 1) * count]) }
    let base = set(0)
    var axes: [Model.SnapshotAxis] = []
    var next = 1
    for axis in nodeCounts.indices {
      var deltas: [[Double]] = []
      for _ in 1..<nodeCounts[axis] {
        deltas.append(axis == 0 ? zip(set(next), base).map { $0 - $1 } : set(next))
        next += 1
      }
      axes.append(
        Model.SnapshotAxis(coordinate: coordinates[axis], nodes: Self.nodes(nodeCounts[axis]), deltas: deltas))
    }
    return (base, axes)
  }
}
