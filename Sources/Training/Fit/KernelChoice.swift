import Glibc
import TrainingKernelInterface
import TrainingKernels
import TrainingKernelsV3
import TrainingKernelsV4

/// The copy of the inner loops that this processor runs fastest.
public enum KernelChoice: String, CaseIterable, Sendable {
  case baseline, v3, v4

  public static let best: KernelChoice = {
    #if arch(x86_64)
      let flags = cpuFlags()
      if ["avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512cd"].allSatisfy(flags.contains) { return .v4 }
      if ["avx2", "fma", "bmi2", "f16c", "movbe"].allSatisfy(flags.contains) { return .v3 }
    #endif
    return .baseline
  }()

  public func makeKernel(_ shape: BlockShape) -> any BlockKernel {
    switch self {
    case .baseline: TrainingKernels.GaussKernel(shape)
    case .v3: TrainingKernelsV3.GaussKernel(shape)
    case .v4: TrainingKernelsV4.GaussKernel(shape)
    }
  }

  private static func cpuFlags() -> Set<Substring> {
    guard let file = fopen("/proc/cpuinfo", "r") else { return [] }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 8192)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
      if text.hasPrefix("flags") { return Set(text.split { $0 == " " || $0 == "\n" || $0 == "\t" }) }
    }
    return []
  }
}
