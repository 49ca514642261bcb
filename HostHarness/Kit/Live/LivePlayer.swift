import Foundation
import Synchronization

/// Plays a plugin in real time: the device sets the pace, changes come in while it plays.
public final class LivePlayer: @unchecked Sendable {
  public let plugin: PluginInstance
  public let sampleRate: Double
  public let blockFrames: Int

  private let device: any LiveDevice
  private let frameLimit: Int?
  private let wantsEnd = Atomic<Bool>(false)
  private let queue = Mutex<[HostEvent]>([])
  private let shared = Mutex(LiveStatus())
  private var pass: LivePass
  private var failure: (any Error)?

  /// - Parameters:
  ///   - script: changes at absolute frames.
  ///   - frameLimit: where to end; nil to play until `stop`.
  public init(
    _ plugin: PluginInstance, _ device: any LiveDevice, _ input: LiveInput, sampleRate: Double, blockFrames: Int,
    script: [HostEvent] = [], frameLimit: Int? = nil
  ) {
    self.plugin = plugin
    self.device = device
    self.sampleRate = sampleRate
    self.blockFrames = blockFrames
    self.frameLimit = frameLimit
    pass = LivePass(device, input, script.sorted { $0.time < $1.time }, deadline: Double(blockFrames) / sampleRate)
  }

  /// Changes a parameter at the next block. [thread-safe]
  public func send(_ event: HostEvent) { queue.withLock { $0.append(event) } }

  /// Ends after the block that is playing. [thread-safe]
  public func stop() { wantsEnd.store(true, ordering: .releasing) }

  /// Plays until the end; calls `poll` some fifty times per second on the calling thread.
  ///
  /// - Returns: the last status.
  /// - Throws: as `PluginInstance.activate`, `.processFailed`, and what the device throws.
  @discardableResult
  public func run(_ poll: (LiveStatus) throws -> Void = { _ in }) throws -> LiveStatus {
    try plugin.activate(sampleRate: sampleRate, maxFrames: blockFrames)
    defer { plugin.deactivate() }
    try plugin.startProcessing()
    while true {
      let done = DispatchSemaphore(value: 0)
      let runner = plugin.runner!
      pass.prepare(runner)
      nonisolated(unsafe) let block = runner  // used on the audio thread alone, until `done`
      Thread.detachNewThread { [self] in
        plugin.host.audioThread.run { play(block) }
        done.signal()
      }
      do {
        while done.wait(timeout: .now() + .milliseconds(20)) == .timedOut {
          plugin.serveCallbacks()
          try poll(takeStatus())
        }
      } catch {
        stop()
        done.wait()
        throw error
      }
      if let failure { throw failure }
      plugin.serveCallbacks()
      if try !plugin.restartIfRequested() { break }
    }
    device.drain()
    var status = pass.status
    status.xruns = device.xrunCount
    try poll(status)
    return status
  }

  private func takeStatus() -> LiveStatus {
    shared.withLock { status in
      defer { (status.inputPeak, status.outputPeak) = (0, 0) }
      return status
    }
  }

  /// Blocks until the end, or until the plugin wants to be restarted. [audio-thread]
  private func play(_ runner: BlockRunner) {
    while !plugin.host.wantsRestart.load(ordering: .relaxed) {
      let left = frameLimit.map { $0 - pass.status.frames } ?? blockFrames
      guard left > 0 else { break }
      // Never wait for the other thread: what does not come now comes a block later.
      let events = queue.withLockIfAvailable { waiting in
        defer { if !waiting.isEmpty { waiting.removeAll() } }
        return waiting
      }
      // What was sent before the end still arrives.
      if wantsEnd.load(ordering: .acquiring), events?.isEmpty == true { break }
      do {
        try pass.play(runner, plugin.descriptor, frames: min(blockFrames, left), events ?? [])
      } catch {
        failure = error
        return
      }
      _ = shared.withLockIfAvailable { pass.publish(to: &$0) }
    }
  }
}
