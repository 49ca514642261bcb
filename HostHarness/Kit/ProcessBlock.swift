import CLAP

/// What process returned.
public enum ProcessStatus: Int32, Equatable, Codable, Sendable {
  case error = 0
  case `continue` = 1
  case continueIfNotQuiet = 2
  case tail = 3
  case sleep = 4
}

/// One block's result.
public struct BlockResult: Equatable, Sendable {
  public let status: ProcessStatus

  /// The main output: `[channel][frame]`; empty without an output.
  public let output: [[Float]]

  /// Events that the plugin sent.
  public let events: [HostEvent]

  /// Bit c is set where the plugin calls channel c of the main output constant.
  public let constantMask: UInt64

  /// CPU time of the call.
  public let nanoseconds: UInt64
}

extension PluginInstance {
  /// Processes one block; starts processing first if need be.
  ///
  /// - Parameters:
  ///   - inputs: `[channel][frame]` of the main input, as many channels as it has; empty for silence.
  ///   - frames: needed where `inputs` is empty.
  ///   - events: sorted by time.
  ///   - inPlace: input and output share memory, where the plugin declares the pair.
  /// - Throws: `.wrongState` when inactive, `.badBlock`, `.processFailed`, `.startRefused`.
  public func process(
    inputs: [[Float]] = [], frames: Int? = nil, events: [HostEvent] = [], inPlace: Bool = false
  ) throws(HostError) -> BlockResult {
    guard let runner, let blockRange else {
      throw .wrongState(call: "process", expected: "active", actual: state.rawValue)
    }
    let count = frames ?? inputs.first?.count ?? 0
    let channels = runner.inputs.mainChannelCount
    guard blockRange.contains(count) else {
      throw .badBlock(expected: "\(blockRange.lowerBound) to \(blockRange.upperBound) frames", actual: "\(count)")
    }
    guard inputs.isEmpty || inputs.count == channels, inputs.allSatisfy({ $0.count == count }) else {
      throw .badBlock(
        expected: "\(channels) input channels of \(count) frames", actual: "channels of \(inputs.map(\.count)) frames")
    }
    if state == .active { try startProcessing() }
    for channel in 0..<channels {
      let target = runner.inputs.main(channel)
      if inputs.isEmpty {
        target.update(repeating: 0, count: count)
      } else {
        inputs[channel].withUnsafeBufferPointer { target.update(from: $0.baseAddress!, count: count) }
      }
    }
    runner.events.removeAll()
    let cookies = events.isEmpty ? [:] : self.cookies
    for event in events { runner.events.append(event, cookie: cookies[event.parameter ?? CLAP_INVALID_ID]) }
    runner.inPlace = inPlace
    let frame = runner.steadyTime
    let (code, nanoseconds) = host.audioThread.run { runner.run(frames: count) }
    serveCallbacks()
    guard let status = ProcessStatus(rawValue: code), status != .error else {
      throw .processFailed(id: descriptor.id, frame: frame)
    }
    let output = (0..<runner.outputs.mainChannelCount).map {
      Array(UnsafeBufferPointer(start: runner.outputs.main($0), count: count))
    }
    return BlockResult(
      status: status, output: output, events: runner.outEvents.events,
      constantMask: runner.outputs.ports.first?.constant_mask ?? 0, nanoseconds: nanoseconds)
  }

  /// The cookies of all parameters, by id.
  package var cookies: [UInt32: UnsafeMutableRawPointer] {
    parameters.reduce(into: [:]) { $0[$1.id] = UnsafeMutableRawPointer(bitPattern: $1.cookie) }
  }
}

extension HostEvent {
  /// The parameter that the event addresses.
  package var parameter: UInt32? {
    switch body {
    case .value(let id, _), .modulation(let id, _), .gestureBegin(let id), .gestureEnd(let id): id
    case .raw: nil
    }
  }
}
