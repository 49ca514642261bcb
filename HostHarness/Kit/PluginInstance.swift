import CLAP

/// One plugin, driven by the rules: each call is made on the thread and in the state that CLAP asks for.
///
/// Functions may be called from any thread, one at a time; the library hands them to its main thread and to the
/// plugin's audio thread. With the last reference the plugin is stopped, deactivated and destroyed.
public final class PluginInstance: @unchecked Sendable {
  /// Where a plugin is in its life.
  public enum State: String, Sendable {
    case inactive, active, processing
  }

  public let descriptor: PluginDescriptor
  public private(set) var state = State.inactive

  /// Frames per second while active.
  public private(set) var sampleRate: Double?

  /// Least and most frames per block while active.
  public private(set) var blockRange: ClosedRange<Int>?

  /// The plugin itself, for tests that break rules on purpose: nothing is checked there.
  public let pointer: UnsafePointer<clap_plugin_t>

  let library: ClapLibrary
  let host: Host
  var runner: BlockRunner?

  init(_ id: String, library: ClapLibrary) throws(HostError) {
    let host = Host()
    pointer = try HostThread.main.run { () throws(HostError) -> UnsafePointer<clap_plugin_t> in
      guard let plugin = library.create(id, host: host.pointer) else { throw .notCreated(id: id) }
      host.mayAskForExtensions.store(true, ordering: .releasing)
      host.plugin = plugin
      guard plugin.pointee.`init`(plugin) else {
        plugin.pointee.destroy(plugin)
        throw .initRefused(id: id)
      }
      return plugin
    }
    descriptor = PluginDescriptor(pointer.pointee.desc.pointee)
    self.library = library
    self.host = host
    serveCallbacks()
  }

  deinit {
    deactivate()
    HostThread.main.run { pointer.pointee.destroy(pointer) }
  }

  /// The most channels that an input may have without any being lost: those of the main port, or two for their mean in
  /// a mono one; nil without an input, which takes nothing.
  public var mostInputChannels: Int? { ports.inputs.first.map { max(2, $0.channelCount) } }

  /// What the plugin told and asked the host.
  public var record: HostRecord { host.record }

  /// Prepares for blocks of `minFrames` to `maxFrames` at `sampleRate` frames per second.
  ///
  /// - Throws: `.wrongState` unless inactive, `.activationRefused`.
  public func activate(sampleRate: Double, minFrames: Int = 1, maxFrames: Int) throws(HostError) {
    try expect("activate", .inactive)
    host.isBeingActivated.store(true, ordering: .releasing)
    let accepted = HostThread.main.run {
      pointer.pointee.activate(
        pointer, sampleRate, UInt32(clamping: max(1, minFrames)), UInt32(clamping: max(1, maxFrames)))
    }
    host.isBeingActivated.store(false, ordering: .releasing)
    guard accepted else {
      throw .activationRefused(
        id: descriptor.id, sampleRate: sampleRate, minFrames: minFrames, maxFrames: maxFrames)
    }
    state = .active
    self.sampleRate = sampleRate
    blockRange = max(1, minFrames)...max(1, minFrames, maxFrames)
    runner = BlockRunner(pointer, ports: ports, maxFrames: maxFrames, sampleRate: sampleRate)
    host.wantsRestart.store(false, ordering: .releasing)
    serveCallbacks()
  }

  /// Ends processing if need be; does nothing when inactive.
  public func deactivate() {
    guard state != .inactive else { return }
    stopProcessing()
    HostThread.main.run { pointer.pointee.deactivate(pointer) }
    state = .inactive
    sampleRate = nil
    blockRange = nil
    runner = nil
    serveCallbacks()
  }

  /// - Throws: `.wrongState` unless active and not processing, `.startRefused`.
  public func startProcessing() throws(HostError) {
    try expect("start_processing", .active)
    guard host.audioThread.run({ pointer.pointee.start_processing(pointer) }) else {
      throw .startRefused(id: descriptor.id)
    }
    state = .processing
    host.isProcessing.store(true, ordering: .releasing)
  }

  /// Does nothing unless processing.
  public func stopProcessing() {
    guard state == .processing else { return }
    host.audioThread.run { pointer.pointee.stop_processing(pointer) }
    state = .active
    host.isProcessing.store(false, ordering: .releasing)
    serveCallbacks()
  }

  /// Clears what sounds and keeps the parameters. - Throws: `.wrongState` when inactive.
  public func reset() throws(HostError) {
    guard state != .inactive else { throw .wrongState(call: "reset", expected: "active", actual: state.rawValue) }
    host.audioThread.run { pointer.pointee.reset(pointer) }
    serveCallbacks()
  }

  /// Does what the plugin asked the main thread for: callbacks, and a flush where no block will carry it.
  /// Called by every function here; restarts wait for `restartIfRequested`.
  public func serveCallbacks() {
    for _ in 0..<16 where host.wantsCallback.exchange(false, ordering: .acquiringAndReleasing) {
      HostThread.main.run { pointer.pointee.on_main_thread(pointer) }
    }
    if state != .processing, host.wantsFlush.exchange(false, ordering: .acquiringAndReleasing) { flush([]) }
  }

  /// Deactivates and activates again if the plugin asked for it; returns whether it did.
  ///
  /// - Throws: as `activate` and `startProcessing`.
  @discardableResult
  public func restartIfRequested() throws(HostError) -> Bool {
    guard host.wantsRestart.exchange(false, ordering: .acquiringAndReleasing),
      let sampleRate, let blockRange
    else { return false }
    let wasProcessing = state == .processing
    deactivate()
    try activate(sampleRate: sampleRate, minFrames: blockRange.lowerBound, maxFrames: blockRange.upperBound)
    if wasProcessing { try startProcessing() }
    return true
  }

  /// The plugin's extension of that id, or nil, for tests.
  public func rawExtension(_ id: String) -> UnsafeRawPointer? {
    HostThread.main.run { pointer.pointee.get_extension(pointer, id) }
  }

  /// Runs `body` on the thread that is [main-thread] for all plugins, for tests that call the plugin themselves.
  public func onMainThread<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
    try HostThread.main.run(body)
  }

  /// Runs `body` on the thread that is [audio-thread] for this plugin.
  public func onAudioThread<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
    try host.audioThread.run(body)
  }

  func extensionPointer<T>(_ id: String, as type: T.Type) -> UnsafePointer<T>? {
    rawExtension(id)?.assumingMemoryBound(to: T.self)
  }

  private func expect(_ call: String, _ expected: State) throws(HostError) {
    guard state == expected else {
      throw .wrongState(call: call, expected: expected.rawValue, actual: state.rawValue)
    }
  }
}
