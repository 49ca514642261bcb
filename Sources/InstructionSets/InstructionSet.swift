import FloatEnvironment
import Glibc

/// What the processor can do, as far as inner loops are compiled for it: the engine's, the circuit solver's and the
/// trainer's.
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

  /// All that the processor has. [main-thread]
  public static let available = allCases.filter { $0.rawValue <= best.rawValue }

  /// What is used: the best, or what the environment asks for where the processor has it; chosen once, and a name that
  /// none has is told on the standard error output. [main-thread]
  public static let chosen: InstructionSet = {
    let text = getenv(variable).map { String(cString: $0) }
    if let complaint = complaint(about: text) { _ = write(STDERR_FILENO, complaint, complaint.utf8.count) }
    return chosen(for: text, best: best)
  }()

  /// The set of that name where it is no better than the best; else the best.
  package static func chosen(for text: String?, best: InstructionSet) -> InstructionSet {
    guard let wanted = named(text), wanted.rawValue <= best.rawValue else { return best }
    return wanted
  }

  /// What is said of a name that no set has; nil where there is nothing to say.
  package static func complaint(about text: String?) -> String? {
    guard let text, !text.isEmpty, named(text) == nil else { return nil }
    let names = allCases.map { "\($0)" }.joined(separator: ", ")
    return "\(variable) is \"\(text)\", expected one of \(names); going on with the best there is\n"
  }

  private static func named(_ text: String?) -> InstructionSet? { allCases.first { "\($0)" == text } }
}
