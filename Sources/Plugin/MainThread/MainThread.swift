import CLAP
import CLAPBridge
import ModelFormat
import Engines

/// The main-thread side of an instance: the model, the parameters' descriptions, the life cycle. [main-thread]
final class MainThread {
  let host: UnsafePointer<clap_host_t>
  let entry: CatalogueEntry
  /// What the audio thread is found through.
  private let data: UnsafeMutablePointer<PluginData>?
  private(set) var loaded: Loaded?
  private(set) var log: HostLog?
  private(set) var presetHost: HostPresetLoad?
  private var hostParams: HostParams?
  private var threads: HostThreadCheck?
  /// Hertz, while active.
  private var sampleRate: Double?
  /// What a state has brought that needs other parameters than the plugin has while it is active.
  private var waiting: (model: Model, bytes: [UInt8], values: [String: Double])?
  /// Of both ports.
  var channelCount = 2
  var inputIsActive = true
  var outputIsActive = true
  var indications: [clap_id: Indication] = [:]
  private var loggedFaults: UInt64 = 0

  /// What exists as long as there is a model.
  struct Loaded {
    var model: Model
    /// The model's file, where it is not one of the library's own: a state has to bring it along.
    var foreignBytes: [UInt8]?
    let list: ParameterList
    let shared: SharedState
    let processor: UnsafeMutablePointer<AudioProcessor>
  }

  /// Calls nothing on the host.
  init(_ entry: CatalogueEntry, host: UnsafePointer<clap_host_t>, data: UnsafeMutablePointer<PluginData>?) {
    self.entry = entry
    self.host = host
    self.data = data
  }

  /// Reads the model. False for a damaged one.
  func initialise() -> Bool {
    guard loaded == nil else { return false }
    log = HostLog(host)
    hostParams = HostParams(host)
    threads = HostThreadCheck(host)
    presetHost = HostPresetLoad(host)
    if let log { Catalogue.shared.tellRefusals { log.write(.warning, $0) } }
    guard entry.hasModel else {
      log?.write(.information, "\(entry.id): its model is not on this machine; a session's state brings it along.")
      return true
    }
    do {
      let (model, foreignBytes) = try entry.model()
      return install(model, foreignBytes: foreignBytes)
    } catch {
      log?.write(.error, "\(entry.id): the model cannot be read: \(error).")
      return false
    }
  }

  /// Takes a model in place of the one before. Not while active.
  private func install(_ model: Model, foreignBytes: [UInt8]?) -> Bool {
    guard let list = ParameterList(model) else {
      log?.write(.error, "\(entry.id): two of the model's controls have the same parameter id.")
      return false
    }
    unload()
    let shared = SharedState(values: list.parameters.map(\.default))
    let processor = AudioProcessor.allocate(list, host: host, shared: shared)
    loaded = Loaded(model: model, foreignBytes: foreignBytes, list: list, shared: shared, processor: processor)
    data?.pointee.audio = UnsafeMutableRawPointer(processor)
    return true
  }

  private func unload() {
    guard let loaded else { return }
    data?.pointee.audio = nil
    AudioProcessor.deallocate(loaded.processor)
    loaded.shared.deallocate()
    self.loaded = nil
  }

  /// - Parameter sampleRate: hertz, 1 kHz to 768 kHz.
  func activate(sampleRate: Double) -> Bool {
    expectMainThread("activate")
    guard self.sampleRate == nil else { return false }
    guard let loaded else {
      log?.write(.error, "\(entry.id) cannot be activated: it has no model.")
      return false
    }
    do {
      let engine = try ChosenEngine.allocate(model: loaded.model, sampleRate: sampleRate, channelCount: channelCount)
      loaded.processor.pointee.hearsInput = inputIsActive
      loaded.processor.pointee.playsOutput = outputIsActive
      loaded.processor.pointee.start(engine, sampleRate: sampleRate, isMono: channelCount == 1)
      setTail(engine.tailSeconds, sampleRate)
    } catch {
      log?.write(.error, "\(entry.id) cannot be activated: \(error).")
      return false
    }
    self.sampleRate = sampleRate
    return true
  }

  private func setTail(_ seconds: Double, _ sampleRate: Double) {
    let frames = (seconds * sampleRate).rounded(.up)
    loaded?.shared.setTailFrames(frames < Double(Int32.max) ? UInt32(max(frames, 0)) : UInt32(Int32.max))
  }

  func deactivate() {
    expectMainThread("deactivate")
    guard sampleRate != nil else { return }
    sampleRate = nil
    loaded?.processor.pointee.stop()
    if let waiting {
      self.waiting = nil
      take(waiting.values, waiting.model, waiting.bytes)
    }
  }

  /// Gives all memory back.
  func destroy() {
    waiting = nil
    deactivate()
    unload()
  }

  /// What the audio thread has left to do: engines to free, faults to tell.
  func onMainThread() {
    guard let loaded else { return }
    loaded.processor.pointee.exchange.collect()
    let faults = loaded.shared.faults()
    guard faults != loggedFaults else { return }
    log?.write(
      .warning,
      "\(loaded.model.name): the circuit's state ran away and was reset, \(faults) times since the instance began.")
    loggedFaults = faults
  }

  var isActive: Bool { sampleRate != nil }

  /// Tells a host that knows its threads when it has taken the wrong one; it is served all the same.
  func expectMainThread(_ call: String) {
    guard let threads, !threads.isMainThread else { return }
    log?.write(.hostMisbehaving, "\(call): expected a call on the main thread, got one on another.")
  }

  /// Takes over values by parameter key; what is not named gets its default. While active the sound cross-fades.
  /// - Parameters:
  ///   - model: another than the one in force, and the bytes it was read from.
  /// - Returns: false where the model cannot be a plugin; then nothing has changed.
  @discardableResult
  func take(_ values: [String: Double], _ model: Model? = nil, _ bytes: [UInt8]? = nil) -> Bool {
    if let model, let bytes {
      guard let list = ParameterList(model) else { return false }
      if isActive, loaded?.list != list {
        waiting = (model, bytes, values)
        log?.write(.information, "\(entry.id): the state's model has other controls; a restart brings them.")
        host.pointee.request_restart?(host)
        return true
      }
      if isActive {
        loaded?.model = model
        loaded?.foreignBytes = bytes
      } else {
        guard install(model, foreignBytes: bytes) else { return false }
        publish(values, isOther: true)
        hostParams?.rescanAll()
        return true
      }
    }
    publish(values, isOther: model != nil)
    hostParams?.rescanValues()
    return true
  }

  private func publish(_ values: [String: Double], isOther: Bool) {
    guard let loaded else { return }
    let plain = loaded.list.parameters.map { values[$0.key].flatMap($0.clamped) ?? $0.default }
    let isChange = plain.indices.contains { loaded.shared.value($0) != plain[$0] }
    if let sampleRate, isChange || isOther {
      // An engine that plays already is one that can be had.
      if let engine = try? ChosenEngine.allocate(
        model: loaded.model, sampleRate: sampleRate, channelCount: channelCount)
      {
        AudioProcessor.prepare(engine, loaded.list, plain, host: host, isOffline: loaded.shared.isOffline())
        loaded.processor.pointee.exchange.collect()
        loaded.processor.pointee.exchange.offer(engine)
        setTail(engine.tailSeconds, sampleRate)
      }
    }
    loaded.shared.publish(plain)
  }
}
