import Foundation
import Synchronization
import Training

/// Progress on standard error: a bar on a terminal, a line per stage and four a minute elsewhere.
final class ProgressLine: Sendable {
  private struct Shown {
    var stage = ""
    var detail = ""
    var started = Date()
    var drawn = Date.distantPast
  }

  private let isTerminal: Bool
  /// What takes a bar off its line.
  private let clearLine: String
  private let shown = Mutex(Shown())
  private static let barWidth = 28
  private static let logSeconds = 15.0

  init() {
    isTerminal = isatty(STDERR_FILENO) == 1
    clearLine = isTerminal ? "\r\u{1B}[K" : ""
  }

  func show(_ event: TrainingEvent) {
    shown.withLock { shown in
      let now = Date()
      if event.isRemark {
        write((isTerminal ? clearLine : "  ") + "\(event.stage): \(event.detail)\n")
        return
      }
      if event.stage != shown.stage {
        endStage(&shown)
        shown = Shown(stage: event.stage, started: now)
      }
      shown.detail = event.detail
      guard isTerminal else {
        // A log wants to know now and then that something goes on.
        if now.timeIntervalSince(max(shown.drawn, shown.started)) > Self.logSeconds {
          shown.drawn = now
          write("  \(event.stage)  \(Int(event.fraction * 100)) %  \(event.detail)\n")
        }
        return
      }
      guard event.fraction >= 1 || now.timeIntervalSince(shown.drawn) > 0.1 else { return }
      shown.drawn = now
      let done = Int(event.fraction * Double(Self.barWidth))
      let bar = String(repeating: "█", count: done) + String(repeating: "░", count: Self.barWidth - done)
      let elapsed = now.timeIntervalSince(shown.started)
      let left = event.fraction > 0.02 ? elapsed / event.fraction * (1 - event.fraction) : 0
      write("\(clearLine)\(event.stage)  \(bar) \(Int(event.fraction * 100)) %  \(event.detail)  \(Int(left)) s left")
    }
  }

  func finish() {
    shown.withLock { endStage(&$0) }
  }

  private func endStage(_ shown: inout Shown) {
    guard !shown.stage.isEmpty else { return }
    let seconds = String(format: "%.1f s", Date().timeIntervalSince(shown.started))
    write(clearLine + "\(shown.stage): \(seconds)  \(shown.detail)\n")
    shown.stage = ""
  }

  private func write(_ text: String) { StandardError.write(text) }
}
