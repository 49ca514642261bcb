import InstructionSets
import Training
import TrainingKernelInterface

/// What a kernel says of a block.
struct KernelAnswer {
  let sum: Double
  /// Sum of the same call without derivatives.
  let sumAlone: Double
  let gradient: [Double]
  /// Lower triangle, by rows.
  let matrix: [[Double]]
  /// The same of sums that two of these were merged into, the first as a copy.
  let merged: [[Double]]
}

extension PlainProblem {
  /// Runs a kernel over this block.
  func answer(_ choice: InstructionSet) -> KernelAnswer {
    var memory: [UnsafeMutableRawPointer] = []
    defer { for block in memory { block.deallocate() } }
    func rows(_ values: [[Double]]) -> UnsafeMutablePointer<Float> {
      let raw = UnsafeMutableRawPointer.allocate(byteCount: max(values.count, 1) * lanes * 4, alignment: 64)
      memory.append(raw)
      let floats = raw.bindMemory(to: Float.self, capacity: max(values.count, 1) * lanes)
      for (row, list) in values.enumerated() {
        for (lane, value) in list.enumerated() { floats[row * lanes + lane] = Float(value) }
      }
      return floats
    }
    func keep(_ values: [Double]) -> UnsafePointer<Double> {
      let raw = UnsafeMutableRawPointer.allocate(byteCount: values.count * 8, alignment: 64)
      memory.append(raw)
      let doubles = raw.bindMemory(to: Double.self, capacity: values.count)
      doubles.update(from: values, count: values.count)
      return UnsafePointer(doubles)
    }
    let kernel = choice.makeKernel(shape)
    let equations = NormalEquations(setCount: setCount, shape: shape)
    let floats = sets.map(Float.init)
    // The shares are their own basis.
    let identity = activeSets.indices.flatMap { a in activeSets.indices.map { $0 == a ? 1.0 : 0 } }
    return activeSets.withUnsafeBufferPointer { active in
      let block = GaussBlock(
        steps: steps, judgedEvery: judgedEvery, activeSets: active.baseAddress!, activeCount: active.count,
        shares: rows(shares), basis: rows(shares), basisCount: active.count, mixing: keep(identity),
        runStarts: runStarts, start: rows(start), inputs: rows(inputs), linear: linear.map(rows), gains: rows(gains),
        targets: rows(targets),
        weights: rows(weights))
      // What stood there before must not matter.
      _ = kernel.accumulate(block, sets: floats, into: equations)
      equations.clear()
      let sum = kernel.accumulate(block, sets: floats, into: equations)
      func matrix(_ equations: NormalEquations) -> [[Double]] {
        var matrix = [Double](repeating: 0, count: sets.count * sets.count)
        matrix.withUnsafeMutableBufferPointer { equations.add(to: $0.baseAddress!) }
        return sets.indices.map { i in (0...i).map { matrix[i * sets.count + $0] } }
      }
      let merged = NormalEquations(setCount: setCount, shape: shape)
      merged.merge(equations)
      merged.merge(equations)
      var gradient = [Double](repeating: 0, count: sets.count)
      gradient.withUnsafeMutableBufferPointer { equations.addGradient(to: $0.baseAddress!) }
      return KernelAnswer(
        sum: sum, sumAlone: kernel.accumulate(block, sets: floats, into: nil),
        gradient: gradient,
        matrix: matrix(equations), merged: matrix(merged))
    }
  }
}
