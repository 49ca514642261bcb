import Foundation

/// The tables of docs/checks.md.
struct ChecksPage {
  struct Check: Equatable {
    var id: String
    var sentence: String
  }

  /// A plugin that does one thing wrong, the check that finds it, and those that may fail beside it.
  struct Misbehaviour {
    var name: String
    var check: String
    var alsoAllowed: [String]
  }

  private(set) var checks: [Check] = []
  private(set) var misbehaviours: [Misbehaviour] = []

  init() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "docs/checks.md"), encoding: .utf8)
    var columns = ""
    for line in text.split(separator: "\n") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
      guard cells.count > 3, !cells[1].hasPrefix("---") else { continue }
      if ["check", "plugin"].contains(cells[1]) {
        columns = cells[1]
      } else if columns == "check" {
        checks.append(Check(id: cells[1], sentence: cells[2].replacing("`", with: "")))
      } else {
        let others = cells[3].split(separator: ",").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
        misbehaviours.append(Misbehaviour(name: cells[1], check: cells[2], alsoAllowed: others))
      }
    }
  }
}
