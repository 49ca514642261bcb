import FoundationEssentials
import ModelFormat

/// Models that are not the library's own: `*.json` in the folders of `$ATTRACTOR_MODELS` (separated by colons) and in
/// `~/.local/share/attractor/models`. Of two with the same circuit the first counts.
enum UserModels {
  /// Everything that can be read, by file name within each folder, and why the rest cannot.
  static func find() -> (entries: [CatalogueEntry], refusals: [String]) {
    var entries: [CatalogueEntry] = []
    var refusals: [String] = []
    for path in UserFolders.models.flatMap({ UserFolders.files(in: $0, withExtension: "json") }) {
      do {
        let model = try ModelReader.read(path: path)
        let entry = CatalogueEntry(user: model, path: path)
        if !isCircuit(model.circuit) {
          refusals.append("\(path) is left out: \(model.circuit) is no circuit's id.")
        } else if ParameterList(model) == nil {
          refusals.append("\(path) is left out: two of its controls have the same parameter id.")
        } else if entries.contains(where: { $0.id == entry.id }) {
          refusals.append("\(path) is left out: another file has the circuit \(model.circuit) already.")
        } else {
          entries.append(entry)
        }
      } catch {
        refusals.append("\(path) is left out: \(error).")
      }
    }
    return (entries, refusals)
  }

  /// Lower-case letters, digits and hyphens: what becomes part of a plugin's id.
  static func isCircuit(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 64
      && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
  }
}
