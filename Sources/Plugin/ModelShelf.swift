import ModelFormat
import Synchronization

/// The library's models that were read, for all instances: their numbers are many, and the same for each.
enum ModelShelf {
  private static let models = Mutex<[String: Model]>([:])

  /// [main-thread] Reads and checks a model, the first time it is asked for.
  static func model(_ circuit: String, _ bytes: UnsafeBufferPointer<UInt8>) throws(ModelError) -> Model {
    if let model = models.withLock({ $0[circuit] }) { return model }
    let model = try ModelReader.read(Array(bytes))
    return models.withLock { models in
      // Whoever was first is the one that all share.
      if let earlier = models[circuit] { return earlier }
      models[circuit] = model
      return model
    }
  }
}
