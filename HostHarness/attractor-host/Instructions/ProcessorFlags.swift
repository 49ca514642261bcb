import Foundation

/// What the processor can do, by the kernel's names.
enum ProcessorFlags {
  /// Out of /proc/cpuinfo's first `flags` (x86) or `Features` (ARM); empty where there is none.
  static let all: Set<String> = {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("flags") || $0.hasPrefix("Features") }
    let words = line?.split(separator: ":").last?.split(separator: " ") ?? []
    return Set(words.map(String.init))
  }()

  /// In the order of `wanted`.
  static func missing(_ wanted: [String]) -> [String] { wanted.filter { !all.contains($0) } }
}
