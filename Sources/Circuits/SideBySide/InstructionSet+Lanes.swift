import InstructionSets
import SolverKernelInterface
import SolverKernels
import SolverKernelsV3
import SolverKernelsV4

extension InstructionSet {
  /// One step of eight lanes, by the copy of the solver's inner loops for this set.
  @inline(__always)
  func advance(_ program: UnsafePointer<LaneProgram>, _ rows: UnsafePointer<LaneRows>, _ lanes: UInt8) -> UInt8 {
    switch self {
    case .baseline: SolverKernels.LaneStep(program, rows).advance(lanes)
    case .v3: SolverKernelsV3.LaneStep(program, rows).advance(lanes)
    case .v4: SolverKernelsV4.LaneStep(program, rows).advance(lanes)
    }
  }
}
