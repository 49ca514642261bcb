import Foundation
import HostKit

/// One line on stderr that moves; nothing unless stderr is a terminal.
final class Meters {
  private let isShown = isatty(2) == 1
  private var polls = 0

  func update(_ status: LiveStatus) {
    polls += 1
    // Ten times per second is as fast as anyone reads.
    guard isShown, polls % 5 == 0 else { return }
    let line = String(
      format: "in %@  out %@  load %3.0f %%  xruns %d", Self.bar(status.inputPeak), Self.bar(status.outputPeak),
      status.load * 100, status.xruns)
    write("\r\(line)\u{1B}[K")
  }

  /// Says something above the meters.
  func say(_ text: String) { write(isShown ? "\r\u{1B}[K\(text)\n" : "\(text)\n") }

  func finish() { if isShown { write("\r\u{1B}[K") } }

  /// 20 characters for 60 dB.
  static func bar(_ peak: Float) -> String {
    let decibels = 20 * log10(Double(max(peak, 1e-6)))
    let full = max(0, min(20, Int((decibels + 60) / 3)))
    return String(repeating: "█", count: full) + String(repeating: "░", count: 20 - full)
      + String(format: " %6.1f dB", decibels)
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
