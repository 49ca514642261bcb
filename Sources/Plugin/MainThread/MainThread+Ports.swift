import CLAPBridge

extension MainThread: AudioPortsPlugin {
  /// One pair of main ports, mono or stereo, in place if the host likes.
  func audioPorts(isInput: Bool) -> [AudioPort] {
    [
      AudioPort(
        id: 0, name: isInput ? "Input" : "Output", isMain: true, channelCount: channelCount, inPlacePair: 0,
        supportsDouble: true)
    ]
  }
}

extension MainThread: ConfigurableAudioPortsPlugin {
  /// Mono or stereo, the same on both sides.
  func canApply(_ requests: [AudioPortRequest]) -> Bool {
    !isActive && !requests.isEmpty && layout(requests) != nil
  }

  func apply(_ requests: [AudioPortRequest]) -> Bool {
    guard canApply(requests), let count = layout(requests) else { return false }
    channelCount = count
    return true
  }

  /// What a port that is not named has, stays.
  private func layout(_ requests: [AudioPortRequest]) -> Int? {
    var counts = [true: channelCount, false: channelCount]
    for request in requests {
      guard request.port == 0, request.isPlainType, (1...2).contains(request.channelCount) else { return nil }
      counts[request.isInput] = request.channelCount
    }
    return counts[true] == counts[false] ? counts[true] : nil
  }
}

extension MainThread: AudioPortsActivationPlugin {
  func setPort(isInput: Bool, _ port: Int, isActive: Bool) -> Bool {
    guard port == 0, !self.isActive else { return false }
    if isInput { inputIsActive = isActive } else { outputIsActive = isActive }
    return true
  }
}

extension MainThread: LatencyPlugin {
  /// The oversampling filters are minimum-phase; nothing looks ahead.
  var latency: Int { 0 }
}

extension MainThread: RenderPlugin {
  /// Heard from the next block on; Live becomes Ultra while rendering offline.
  func setRendering(isOffline: Bool) { loaded?.shared.setOffline(isOffline) }
}
