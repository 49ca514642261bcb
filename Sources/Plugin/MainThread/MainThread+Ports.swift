import CLAPBridge

extension MainThread: AudioPortsPlugin {
  /// One stereo pair, in place if the host likes.
  func audioPorts(isInput: Bool) -> [AudioPort] {
    [AudioPort(id: 0, name: isInput ? "Input" : "Output", isMain: true, channelCount: 2, inPlacePair: 0)]
  }
}

extension MainThread: LatencyPlugin {
  /// The oversampling filters are minimum-phase; nothing looks ahead.
  var latency: Int { 0 }
}
