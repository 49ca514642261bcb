import InstructionSets
import TrainingKernelInterface
import TrainingKernels
import TrainingKernelsV3
import TrainingKernelsV4

extension InstructionSet {
  /// The copy of the trainer's inner loops for this set.
  package func makeKernel(_ shape: BlockShape) -> any BlockKernel {
    switch self {
    case .baseline: TrainingKernels.GaussKernel(shape)
    case .v3: TrainingKernelsV3.GaussKernel(shape)
    case .v4: TrainingKernelsV4.GaussKernel(shape)
    }
  }
}
