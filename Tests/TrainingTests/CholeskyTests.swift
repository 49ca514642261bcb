import InstructionSets
import TestModels
import Testing
import Training
import TrainingKernelInterface

@Suite struct CholeskyTests {
  private func kernel(_ choice: InstructionSet) -> any BlockKernel.Type {
    type(
      of: choice.makeKernel(
        BlockShape(states: 1, taps: 1, conditions: 0, layers: [2], outputs: 1, hasBiases: false)))
  }

  /// A = B Bᵀ + I, the upper triangle filled with rubbish that must not be read.
  @Test(arguments: [1, 3, 4, 47, 48, 49, 130, 257], KernelTests.choices)
  func solves(size: Int, choice: InstructionSet) {
    var dice = Dice(UInt64(size))
    let b = (0..<size * size).map { _ in dice.normal() }
    var full = [Double](repeating: 0, count: size * size)
    for i in 0..<size {
      for j in 0..<size {
        var sum = i == j ? 1.0 : 0
        for k in 0..<size { sum += b[i * size + k] * b[j * size + k] }
        full[i * size + j] = sum
      }
    }
    var lower = full
    for i in 0..<size { for j in i + 1..<max(size, i + 1) { lower[i * size + j] = .nan } }
    let x = (0..<size).map { _ in dice.normal() }
    var solution = (0..<size).map { i in (0..<size).reduce(0) { $0 + full[i * size + $1] * x[$1] } }
    let solved = lower.withUnsafeMutableBufferPointer { a in
      solution.withUnsafeMutableBufferPointer {
        Cholesky.solve(a.baseAddress!, size: size, $0.baseAddress!, kernel: kernel(choice), workers: 2)
      }
    }
    #expect(solved)
    let worst = zip(solution, x).map { abs($0 - $1) }.max()!
    #expect(worst < 1e-9, "\(worst)")
  }

  @Test(arguments: [2, 60])
  func refusesWhatIsNotPositive(size: Int) {
    var a = (0..<size * size).map { $0 % (size + 1) == 0 ? 1.0 : 0 }
    a[size * size - 1] = -1e-3
    var b = [Double](repeating: 1, count: size)
    #expect(!Cholesky.solve(&a, size: size, &b, kernel: kernel(.best), workers: 1))
    a = (0..<size * size).map { $0 % (size + 1) == 0 ? 1.0 : 0 }
    a[0] = .nan
    #expect(!Cholesky.solve(&a, size: size, &b, kernel: kernel(.best), workers: 2))
  }
}
