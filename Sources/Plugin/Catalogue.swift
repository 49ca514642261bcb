import CLAP
import CLAPBridge
import EmbeddedModels
import ModelFormat

/// The circuits that the library offers, each as one CLAP plugin, found once per process.
///
/// Descriptors need no model to be read, so that a scan stays fast; `Entry.model()` reads one when an instance begins.
struct Catalogue: @unchecked Sendable {
  static let shared = Catalogue()

  static let version = "0.1.0"

  struct Entry {
    let id: String
    let descriptor: UnsafePointer<clap_plugin_descriptor_t>
    private let bytes: UnsafeBufferPointer<UInt8>

    /// - Parameter bytes: of a `model.json`; they live for ever.
    init(circuit: String, name: String, bytes: UnsafeBufferPointer<UInt8>) {
      id = "org.attractor.\(circuit)"
      descriptor = Descriptors.make(id: id, name: name)
      self.bytes = bytes
    }

    /// [main-thread] Reads and checks the model: milliseconds.
    func model() throws(ModelError) -> Model {
      try ModelReader.read(Array(bytes))
    }
  }

  let entries: [Entry]

  private init() {
    entries = (0..<attractor_embedded_model_count()).compactMap { index in
      guard let embedded = attractor_embedded_model(index)?.pointee else { return nil }
      return Entry(
        circuit: String(cString: embedded.circuit), name: String(cString: embedded.name),
        bytes: UnsafeBufferPointer(start: embedded.bytes, count: embedded.length))
    }
  }

  /// The entry of exactly that id.
  func entry(_ id: String) -> Entry? {
    entries.first { $0.id == id }
  }
}
