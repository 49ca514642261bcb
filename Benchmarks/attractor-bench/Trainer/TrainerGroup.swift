import Foundation
import InstructionSets
import Training
import TrainingKernelInterface

/// How many Levenberg–Marquardt steps a core takes per second.
struct TrainerGroup {
  let effort: Effort

  /// Accepted steps per slice: what is rejected in between counts as their cost.
  private static let steps = 3

  func measured() throws -> Section {
    let tasks: [(TrainerTask, String, Bar?)] = [
      (.oneStep, "single steps", .atLeast(5)), (.multiStep, "sequences of 16 steps", .atLeast(3.5)),
      (.apart, "single steps, each at its own position", nil), (.together, "single steps, 35 at a position", nil),
    ]
    // A step takes a good part of a second: a few slices have to do.
    let rough = Effort(slices: max(3, effort.slices / 7), sliceSeconds: 0)
    var section = Section(title: "Trainer: accepted Levenberg–Marquardt steps per second, one core")
    let contenders = tasks.map { task, name, _ in
      let (batch, start) = (task.batch(), task.start())
      return Contender(name, roundSize: Self.steps) { rounds in
        var sum = 0.0
        for _ in 0..<rounds { sum += Self.nanoseconds(task, batch, start) }
        return sum
      }
    }
    let errors = tasks.map { task, name, _ in
      let (batch, sets) = (task.batch(), task.start().map(Float.init))
      let kernel = InstructionSet.chosen.makeKernel(task.shape)
      return Contender("errors of \(name)", roundSize: task.sequences * task.steps) { rounds in
        ThreadClock.time { for _ in 0..<rounds { Self.addErrors(kernel, batch, sets) } }
      }
    }
    try rough.run(contenders)
    try effort.run(errors)
    for (((task, name, bar), contender), errors) in zip(zip(tasks, contenders), errors) {
      let subject =
        "\(task.layers.count)×\(task.layers[0]), \(task.states) states, \(task.grid.setCount) weight sets"
      section.figures.append(
        Figure(
          subject: subject, variant: "\(task.parameterCount) parameters, \(task.sequences) \(name)",
          value: 1e9 / contender.timing.median, unit: "per second", timing: contender.timing, bar: bar))
      for (variant, perSecond) in [
        ("time steps in whole iterations", Double(task.sequences * task.steps) * 1e9 / contender.timing.median),
        ("time steps without derivatives", 1e9 / errors.timing.median),
      ] {
        section.figures.append(Figure(subject: subject, variant: variant, value: perSecond, unit: "per second"))
      }
    }
    section.text =
      Table.text(
        section.figures.map {
          let digits = $0.value > 1000 ? 0 : 2
          return [$0.subject, $0.variant, String(format: "%.\(digits)f ", $0.value) + $0.unit] + Table.judgement($0)
        }, left: 2) + "\nPyTorch, measured elsewhere: 0.2–1.9 M time steps per second"
    return section
  }

  private static func addErrors(_ kernel: any BlockKernel, _ batch: BlockBatch, _ sets: [Float]) {
    for block in batch.blocks { _ = kernel.accumulate(block, sets: sets, into: nil) }
  }

  /// CPU time of the process for so many accepted steps, behind a first one that makes everything ready: parts of a
  /// step run on threads of their own.
  private static func nanoseconds(_ task: TrainerTask, _ batch: BlockBatch, _ start: [Double]) -> Double {
    let optimiser = LevenbergMarquardt(
      sets: start, shape: task.shape, setCount: task.grid.setCount, damping: 0.1, workers: 1)
    var times: [Double] = []
    optimiser.run(
      iterations: steps + 1, redrawEvery: .max, draw: { batch },
      afterStep: { times.append(ProcessClock.nanoseconds) })
    guard times.count == steps + 1 else { return .nan }
    return times[steps] - times[0]
  }
}
