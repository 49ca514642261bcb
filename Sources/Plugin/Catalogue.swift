import CLAP
import CLAPBridge
import EmbeddedModels
import ModelFormat
import Synchronization

/// The circuits that the library offers, each as one CLAP plugin, found once per process: its own, then the user's.
///
/// Descriptors of the library's own need no model to be read, so that a scan stays fast; a user's file is read once, as
/// it may be anything.
struct Catalogue: @unchecked Sendable {
  static let shared = Catalogue()

  static let version = "0.1.0"

  let entries: [CatalogueEntry]
  /// Why files of the user's were left out, until someone was told.
  private let refusals: Refusals

  private final class Refusals: Sendable {
    let waiting: Mutex<[String]>

    init(_ texts: [String]) { waiting = Mutex(texts) }
  }

  private init() {
    let own = (0..<attractor_embedded_model_count()).compactMap { index in
      attractor_embedded_model(index).map { CatalogueEntry(builtIn: $0.pointee) }
    }
    let found = UserModels.find()
    entries = own + found.entries
    refusals = Refusals(found.refusals)
  }

  /// The entry of exactly that id. For a user's circuit whose file is not here, one that waits for a state to bring it.
  func entry(_ id: String) -> CatalogueEntry? {
    if let entry = entries.first(where: { $0.id == id }) { return entry }
    guard id.hasPrefix(CatalogueEntry.userPrefix) else { return nil }
    let circuit = String(id.dropFirst(CatalogueEntry.userPrefix.count))
    return UserModels.isCircuit(circuit) ? CatalogueEntry(missing: circuit) : nil
  }

  /// Tells the first who asks which files were left out, and why.
  func tellRefusals(_ tell: (String) -> Void) {
    let texts = refusals.waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
    for text in texts { tell(text) }
  }
}
