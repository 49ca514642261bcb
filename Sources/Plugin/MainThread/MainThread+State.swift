import CLAPBridge
import ModelFormat

extension MainThread: StateContextPlugin {
  func save(to stream: OutputStream) -> Bool { save(to: stream, for: .project) }

  func load(from stream: InputStream) -> Bool { load(from: stream, for: .project) }

  /// A preset leaves out what belongs to the session: Quality and Bypass.
  func save(to stream: OutputStream, for context: StateContext) -> Bool {
    expectMainThread("state save")
    guard let loaded else { return false }
    var values = currentValues
    if context == .preset { for key in Self.sessionKeys { values[key] = nil } }
    let document = StateDocument(
      circuit: loaded.model.circuit, modelHash: loaded.model.contentHash, values: values, model: loaded.foreignBytes)
    return (try? stream.writeAll(document.encoded())) != nil
  }

  /// What the state does not name takes its default and what it names beyond the parameters is left out, so that a
  /// circuit may gain or lose a control; a retrained model of the library's own is the same circuit.
  func load(from stream: InputStream, for context: StateContext) -> Bool {
    expectMainThread("state load")
    do {
      let document = try read(stream)
      var values = document.values
      if context == .preset { keepSession(in: &values) }
      guard let bytes = document.model, document.modelHash != loaded?.model.contentHash else { return take(values) }
      let model: Model
      do { model = try ModelReader.read(bytes) } catch { throw StateError.model(error) }
      guard model.circuit == document.circuit, model.contentHash == document.modelHash else { throw StateError.damaged }
      return take(values, model, bytes)
    } catch {
      log?.write(.warning, "The state is refused: \(error).")
      return false
    }
  }

  private func read(_ stream: InputStream) throws(StateError) -> StateDocument {
    let bytes: [UInt8]
    do { bytes = try stream.readAll(limit: StateDocument.sizeLimit) } catch { throw .stream(error) }
    let document = try StateDocument(decoding: bytes)
    guard document.circuit == entry.circuit else { throw .otherCircuit(document.circuit) }
    // The library's own circuits play the library's own models.
    guard !entry.isBuiltIn || document.model == nil else { throw .damaged }
    guard loaded != nil || document.model != nil else { throw .modelMissing }
    return document
  }

  /// By parameter key.
  var currentValues: [String: Double] {
    guard let loaded else { return [:] }
    let values = loaded.list.parameters.enumerated().map { ($1.key, loaded.shared.value($0)) }
    return Dictionary(uniqueKeysWithValues: values)
  }

  private static let sessionKeys = ["plugin/quality", "plugin/bypass"]

  /// Puts into a preset's values what it has no say in.
  func keepSession(in values: inout [String: Double]) {
    let current = currentValues
    for key in Self.sessionKeys { values[key] = current[key] }
  }
}
