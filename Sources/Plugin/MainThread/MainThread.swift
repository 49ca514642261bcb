import CLAP
import CLAPBridge
import ModelFormat
import RealTime

/// The main-thread side of an instance: the model, the parameters' descriptions, the life cycle. [main-thread]
final class MainThread {
  let host: UnsafePointer<clap_host_t>
  private let entry: Catalogue.Entry
  private(set) var loaded: Loaded?
  private(set) var log: HostLog?
  private var hostParams: HostParams?

  /// What exists from `init` on.
  struct Loaded {
    let model: Model
    let list: ParameterList
    let shared: SharedState
    let processor: UnsafeMutablePointer<AudioProcessor>
  }

  /// Calls nothing on the host.
  init(_ entry: Catalogue.Entry, host: UnsafePointer<clap_host_t>) {
    self.entry = entry
    self.host = host
  }

  /// Reads the model. False for a damaged one.
  func initialise() -> Bool {
    guard loaded == nil else { return false }
    log = HostLog(host)
    hostParams = HostParams(host)
    let model: Model
    do {
      model = try entry.model()
    } catch {
      log?.write(.error, "\(entry.id): the model cannot be read: \(error).")
      return false
    }
    guard let list = ParameterList(model) else {
      log?.write(.error, "\(entry.id): two of the model's controls have the same parameter id.")
      return false
    }
    let shared = SharedState(values: list.parameters.map(\.default))
    let processor = AudioProcessor.allocate(list.parameters, shared: shared)
    loaded = Loaded(model: model, list: list, shared: shared, processor: processor)
    return true
  }

  /// - Parameter sampleRate: hertz, 1 kHz to 768 kHz.
  func activate(sampleRate: Double) -> Bool {
    guard let loaded, loaded.processor.pointee.engine == nil else { return false }
    let engine: UnsafeMutablePointer<Engine>
    do {
      engine = try Engine.allocate(model: loaded.model, sampleRate: sampleRate, channelCount: 2)
    } catch {
      log?.write(.error, "\(entry.id) cannot be activated: \(error).")
      return false
    }
    loaded.processor.pointee.start(engine)
    let tail = (engine.pointee.tailSeconds * sampleRate).rounded(.up)
    loaded.shared.setTailFrames(tail < Double(Int32.max) ? UInt32(max(tail, 0)) : UInt32(Int32.max))
    return true
  }

  func deactivate() {
    guard let processor = loaded?.processor, let engine = processor.pointee.engine else { return }
    processor.pointee.engine = nil
    Engine.deallocate(engine)
  }

  /// Gives all memory back.
  func destroy() {
    deactivate()
    guard let loaded else { return }
    AudioProcessor.deallocate(loaded.processor)
    loaded.shared.deallocate()
    self.loaded = nil
  }

  /// Values that did not come as events: the host shall read them again.
  func valuesChanged() {
    hostParams?.rescanValues()
  }
}
