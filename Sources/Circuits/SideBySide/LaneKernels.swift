import FloatEnvironment
import Glibc
import SolverKernelInterface
import SolverKernels
import SolverKernelsV3
import SolverKernelsV4

/// The copies of the solver's inner loops, by what the processor can do.
public enum LaneKernels: UInt8, CaseIterable, Sendable {
  /// x86-64 as it began, or another architecture.
  case baseline
  /// x86-64-v3: AVX2, fused multiply-add.
  case v3
  /// x86-64-v4: AVX-512.
  case v4

  /// The environment variable that forces one: `baseline`, `v3` or `v4`.
  public static let variable = "ATTRACTOR_ISA"

  /// The best that the processor has.
  public static let best = LaneKernels(rawValue: UInt8(attractor_instruction_set())) ?? .baseline

  /// The best, or what the environment asks for where the processor has it.
  public static let chosen: LaneKernels = {
    guard let text = getenv(variable).map({ String(cString: $0) }),
      let wanted = allCases.first(where: { "\($0)" == text })
    else { return best }
    return wanted.rawValue <= best.rawValue ? wanted : best
  }()

  @inline(__always)
  func advance(_ program: UnsafePointer<LaneProgram>, _ rows: UnsafePointer<LaneRows>, _ lanes: UInt8) -> UInt8 {
    switch self {
    case .baseline: SolverKernels.LaneStep(program, rows).advance(lanes)
    case .v3: SolverKernelsV3.LaneStep(program, rows).advance(lanes)
    case .v4: SolverKernelsV4.LaneStep(program, rows).advance(lanes)
    }
  }
}
