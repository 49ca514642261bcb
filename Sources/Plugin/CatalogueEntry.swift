import CLAP
import EmbeddedModels
import ModelFormat

/// A circuit as one CLAP plugin.
struct CatalogueEntry: @unchecked Sendable {
  static let prefix = "org.attractor."
  static let userPrefix = "org.attractor.user."

  let id: String
  let circuit: String
  let name: String
  let descriptor: UnsafePointer<clap_plugin_descriptor_t>
  private let source: Source

  private enum Source {
    /// In the library; the bytes live for ever.
    case embedded(UnsafeBufferPointer<UInt8>, presets: UnsafeBufferPointer<UInt8>?)
    case file(String)
    /// Neither: a session's state brings it.
    case missing
  }

  init(builtIn model: attractor_embedded_model_t) {
    let presets = model.preset_length > 0
    self.init(
      id: Self.prefix + String(cString: model.circuit), circuit: String(cString: model.circuit),
      name: String(cString: model.name),
      source: .embedded(
        UnsafeBufferPointer(start: model.bytes, count: model.length),
        presets: presets ? UnsafeBufferPointer(start: model.preset_bytes, count: model.preset_length) : nil))
  }

  init(user model: Model, path: String) {
    self.init(id: Self.userPrefix + model.circuit, circuit: model.circuit, name: model.name, source: .file(path))
  }

  init(missing circuit: String) {
    self.init(id: Self.userPrefix + circuit, circuit: circuit, name: circuit, source: .missing)
  }

  private init(id: String, circuit: String, name: String, source: Source) {
    self.id = id
    self.circuit = circuit
    self.name = name
    self.source = source
    descriptor = Descriptors.make(id: id, name: name)
  }

  var isBuiltIn: Bool { if case .embedded = source { true } else { false } }

  var hasModel: Bool { if case .missing = source { false } else { true } }

  /// The bytes of the factory presets, where there are any.
  var presetBytes: [UInt8]? {
    if case .embedded(_, let presets?) = source { Array(presets) } else { nil }
  }

  /// [main-thread] Reads and checks the model: milliseconds. Not for one that is missing.
  /// - Returns: with it its bytes, where they are not the library's own.
  func model() throws(ModelError) -> (model: Model, foreignBytes: [UInt8]?) {
    switch source {
    case .embedded(let bytes, _): return (try ModelShelf.model(circuit, bytes), nil)
    case .file(let path):
      let bytes = try ModelReader.bytes(path: path)
      return (try ModelReader.read(bytes), bytes)
    case .missing: throw .unreadable(path: circuit, reason: "no such file")
    }
  }
}
