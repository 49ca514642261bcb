import CLAPBridge

extension MainThread: StatePlugin {
  func save(to stream: OutputStream) -> Bool {
    guard let loaded else { return false }
    let values = loaded.list.parameters.enumerated().map { ($1.key, loaded.shared.value($0)) }
    let document = StateDocument(
      circuit: loaded.model.circuit, modelHash: loaded.model.contentHash,
      values: Dictionary(uniqueKeysWithValues: values))
    return (try? stream.writeAll(document.encoded())) != nil
  }

  func load(from stream: InputStream) -> Bool {
    guard let loaded else { return false }
    do {
      loaded.shared.publish(try values(from: stream, for: loaded))
    } catch {
      log?.write(.warning, "The state is refused: \(error).")
      return false
    }
    valuesChanged()
    return true
  }

  /// One value per parameter. What the state does not name takes its default and what it names beyond them is left
  /// out, so that a circuit may gain or lose a control; a retrained model of the same circuit is the same circuit.
  private func values(from stream: InputStream, for loaded: Loaded) throws(StateError) -> [Double] {
    let bytes: [UInt8]
    do { bytes = try stream.readAll(limit: StateDocument.sizeLimit) } catch { throw .stream(error) }
    let document = try StateDocument(decoding: bytes)
    guard document.circuit == loaded.model.circuit else { throw .otherCircuit(document.circuit) }
    return loaded.list.parameters.map { parameter in
      document.values[parameter.key].flatMap(parameter.clamped) ?? parameter.default
    }
  }
}
