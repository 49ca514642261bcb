import FloatEnvironment
import Glibc

/// What the processor can do, as far as inner loops are compiled for it: the engine's, and the circuit solver's.
public enum InstructionSet: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// x86-64 as it began, or another architecture.
  case baseline
  /// x86-64-v3: AVX2, fused multiply-add.
  case v3
  /// x86-64-v4: AVX-512.
  case v4

  /// Forces one, for tests and measurements: `baseline`, `v3` or `v4`.
  public static let variable = "ATTRACTOR_ISA"

  /// The best that the processor has; chosen once. [main-thread]
  public static let best = InstructionSet(rawValue: UInt8(attractor_instruction_set())) ?? .baseline

  /// What is used: the best, or what the environment asks for where the processor has it. [main-thread]
  public static let chosen: InstructionSet = {
    guard let text = getenv(variable).map({ String(cString: $0) }),
      let wanted = allCases.first(where: { "\($0)" == text })
    else { return best }
    return wanted.rawValue <= best.rawValue ? wanted : best
  }()
}
