import InstructionSets
import Training
import TrainingKernelInterface
import Testing

/// Errors, gradients and Gauss–Newton matrices of the trainer's inner loops against finite differences.
@Suite struct KernelTests {
  static let problems: [(name: String, problem: PlainProblem)] = [
    (
      "odd, one step",
      PlainProblem(
        states: 1, taps: 3, conditions: 0, layers: [5, 7], outputs: 1, hasBiases: false, steps: 1, isLinear: false,
        setCount: 3, activeSets: [1, 2], seed: 1)
    ),
    (
      "biased with conditions, one layer",
      PlainProblem(
        states: 2, taps: 2, conditions: 2, layers: [7], outputs: 3, hasBiases: true, steps: 1, isLinear: true,
        setCount: 2, activeSets: [0, 1], fillers: 37, seed: 2)
    ),
    (
      "conditions without biases, two layers, several steps",
      PlainProblem(
        states: 2, taps: 1, conditions: 1, layers: [4, 3], outputs: 2, hasBiases: false, steps: 5, isLinear: true,
        setCount: 1, activeSets: [0], seed: 3)
    ),
    (
      "biased, three layers, several steps, output row, two axes",
      PlainProblem(
        states: 3, taps: 2, conditions: 1, layers: [4, 3, 5], outputs: 4, hasBiases: true, steps: 4, isLinear: true,
        setCount: 5, activeSets: [0, 1, 3], fillers: 5, seed: 4)
    ),
    (
      "odd, three layers, several steps",
      PlainProblem(
        states: 2, taps: 2, conditions: 0, layers: [3, 5, 2], outputs: 2, hasBiases: false, steps: 6, isLinear: true,
        setCount: 3, activeSets: [0, 1], seed: 5)
    ),
    (
      "odd, two layers, several steps, two rows with windows",
      PlainProblem(
        states: 2, taps: 2, conditions: 0, layers: [3, 4], outputs: 3, hasBiases: false, steps: 4, isLinear: true,
        setCount: 3, activeSets: [0, 1], windows: [0.8, 0, 0.4], seed: 6)
    ),
    (
      "biased with a condition, one step, a row with a window",
      PlainProblem(
        states: 1, taps: 2, conditions: 1, layers: [5, 3], outputs: 2, hasBiases: true, steps: 1, isLinear: true,
        setCount: 2, activeSets: [0, 1], fillers: 9, windows: [0, 0.5], seed: 7)
    ),
    (
      "odd, several steps, a state that counts by what the other makes of it",
      PlainProblem(
        states: 2, taps: 1, conditions: 0, layers: [7, 5], outputs: 3, hasBiases: false, steps: 3, isLinear: true,
        setCount: 2, activeSets: [0, 1], idleRow: 1, seed: 8)
    ),
    (
      "biased, eight steps of which every third is judged, output row, a row with a window",
      PlainProblem(
        states: 2, taps: 2, conditions: 0, layers: [4, 3], outputs: 3, hasBiases: true, steps: 8, judgedEvery: 3,
        isLinear: true, setCount: 2, activeSets: [0, 1], fillers: 3, windows: [0, 0.7], seed: 9)
    ),
    (
      "biased, one step, samples that share their position",
      PlainProblem(
        states: 2, taps: 2, conditions: 0, layers: [7, 6], outputs: 3, hasBiases: true, steps: 1, isLinear: true,
        setCount: 4, activeSets: [0, 1, 3], fillers: 11, windows: [0, 0.7],
        runStarts: [0, 1, 30, 33, 100, 101, 480], seed: 10)
    ),
    (
      "odd, one step, more positions than sums are made of at once",
      PlainProblem(
        states: 1, taps: 3, conditions: 0, layers: [5, 7], outputs: 1, hasBiases: false, steps: 1, isLinear: false,
        setCount: 3, activeSets: [1, 2], runStarts: Array(stride(from: 0, to: 1024, by: 13)), seed: 11)
    ),
  ]

  /// What this processor can run.
  static let choices = InstructionSet.available

  @Test(arguments: problems.indices)
  func derivativesAreTheDifferences(_ index: Int) {
    let (name, problem) = Self.problems[index]
    let errors = problem.errors(problem.sets)
    let jacobian = problem.jacobian()
    let sum = errors.reduce(0) { $0 + $1 * $1 }
    func inner(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    let gradient = jacobian.map { inner($0, errors) }
    let matrix = jacobian.indices.map { i in (0...i).map { inner(jacobian[i], jacobian[$0]) } }
    let steepest = gradient.map(abs).max()!
    for choice in Self.choices {
      let answer = problem.answer(choice)
      #expect(abs(answer.sum - sum) < 1e-5 * sum, "\(name), \(choice)")
      #expect(answer.sumAlone == answer.sum, "\(name), \(choice)")
      #expect(answer.merged == answer.matrix.map { $0.map { 2 * $0 } }, "\(name), \(choice)")
      let gradientError = zip(answer.gradient, gradient).map { abs($0 - $1) }.max()! / steepest
      #expect(gradientError < 2e-5, "\(name), \(choice): gradient is off by \(gradientError)")
      // Each entry against the geometric mean of its diagonal: correlations must be right.
      var matrixError = 0.0
      for i in matrix.indices where matrix[i][i] > 0 {
        for j in 0...i where matrix[j][j] > 0 {
          let scale = (matrix[i][i] * matrix[j][j]).squareRoot()
          matrixError = max(matrixError, abs(answer.matrix[i][j] - matrix[i][j]) / scale)
        }
      }
      #expect(matrixError < 5e-5, "\(name), \(choice): matrix is off by \(matrixError)")
      print("kernel \(choice), \(name): gradient \(gradientError), matrix \(matrixError)")
    }
  }

  /// Sets that no lane uses are left alone.
  @Test func inactiveSetsStayZero() {
    let problem = Self.problems[3].problem
    let answer = problem.answer(.best)
    let count = problem.shape.weights
    for set in 0..<problem.setCount where !problem.activeSets.contains(set) {
      #expect(answer.gradient[set * count..<(set + 1) * count].allSatisfy { $0 == 0 })
      #expect(answer.matrix[set * count..<(set + 1) * count].allSatisfy { $0.allSatisfy { $0 == 0 } })
    }
  }
}
