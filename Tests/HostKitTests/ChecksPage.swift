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

  /// Names of files that do one thing wrong, and the check that finds it.
  private(set) var files: [(name: String, check: String)] = []

  /// What the page says a check is shown to fail by, by its id.
  private(set) var shown: [String: String] = [:]

  init() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "docs/checks.md"), encoding: .utf8)
    var columns = ""
    for line in text.split(separator: "\n") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
      guard cells.count > 3, !cells[1].hasPrefix("---") else { continue }
      if ["check", "plugin", "file"].contains(cells[1]) {
        columns = cells[1]
      } else if columns == "file" {
        files.append((cells[1], cells[2]))
      } else if columns == "check" {
        shown[cells[1]] = cells[3].replacing("`", with: "")
        checks.append(Check(id: cells[1], sentence: cells[2].replacing("`", with: "")))
      } else {
        let others = cells[3].split(separator: ",").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
        misbehaviours.append(Misbehaviour(name: cells[1], check: cells[2], alsoAllowed: others))
      }
    }
  }
}
