import CALSA
import Glibc

/// One direction of a device: opened, configured, and with one block's bytes.
final class AlsaStream {
  let name: String
  let channelCount: Int
  private(set) var xrunCount = 0

  private let handle: OpaquePointer
  private let layout: SampleLayout
  private let bytes: UnsafeMutableRawPointer

  /// Periods in the device's buffer: one plays, one is filled, one is for luck.
  private static let periods = 3

  /// - Throws: an `AlsaError` that says what the device would not do.
  init(_ name: String, isInput: Bool, channels: Int, rate: Double, block: Int) throws(AlsaError) {
    calsa_be_quiet()
    var opened: OpaquePointer?
    let code = snd_pcm_open(&opened, name, isInput ? SND_PCM_STREAM_CAPTURE : SND_PCM_STREAM_PLAYBACK, 0)
    guard code >= 0, let opened else {
      throw AlsaError(name, expected: "a device for \(isInput ? "recording" : "playing")", code: code)
    }
    do throws(AlsaError) {
      (layout, channelCount) = try Self.configure(opened, name, channels: channels, rate: rate, block: block)
    } catch {
      snd_pcm_close(opened)
      throw error
    }
    handle = opened
    self.name = name
    bytes = .allocate(byteCount: block * channelCount * layout.byteCount, alignment: 64)
  }

  deinit {
    snd_pcm_close(handle)
    bytes.deallocate()
  }

  /// Waits until all is played.
  func drain() { snd_pcm_drain(handle) }

  /// Interleaves and plays; channels that the device has not are left out, those it has more repeat the last.
  func write(_ channels: [UnsafeMutablePointer<Float>], frames: Int) throws(AlsaError) {
    for channel in 0..<channelCount {
      let source = channels[min(channel, channels.count - 1)]
      for frame in 0..<frames { layout.store(source[frame], bytes, frame * channelCount + channel) }
    }
    try move(frames) { snd_pcm_writei(handle, bytes + $0, $1) }
  }

  func read(into channels: [UnsafeMutablePointer<Float>], frames: Int) throws(AlsaError) {
    try move(frames) { snd_pcm_readi(handle, bytes + $0, $1) }
    for (channel, target) in channels.enumerated() {
      for frame in 0..<frames { target[frame] = layout.load(bytes, frame * channelCount + channel) }
    }
  }

  /// - Parameter transfer: moves frames from or to a byte offset; returns how many, or an error below zero.
  private func move(_ frames: Int, _ transfer: (Int, UInt) -> Int) throws(AlsaError) {
    var done = 0
    while done < frames {
      let moved = transfer(done * channelCount * layout.byteCount, UInt(frames - done))
      if moved >= 0 {
        done += moved
        continue
      }
      if moved == -Int(EPIPE) { xrunCount += 1 }
      let code = snd_pcm_recover(handle, Int32(moved), 1)
      guard code >= 0 else { throw AlsaError(name, expected: "audio to flow", code: code) }
    }
  }

  private static func configure(
    _ handle: OpaquePointer, _ name: String, channels: Int, rate: Double, block: Int
  ) throws(AlsaError) -> (SampleLayout, Int) {
    var parameters: OpaquePointer?
    snd_pcm_hw_params_malloc(&parameters)
    defer { snd_pcm_hw_params_free(parameters) }
    func check(_ code: Int32, _ expected: String) throws(AlsaError) {
      if code < 0 { throw AlsaError(name, expected: expected, code: code) }
    }
    try check(snd_pcm_hw_params_any(handle, parameters), "a configuration")
    try check(
      snd_pcm_hw_params_set_access(handle, parameters, SND_PCM_ACCESS_RW_INTERLEAVED), "interleaved samples")
    guard
      let layout = SampleLayout.allCases.first(where: {
        snd_pcm_hw_params_set_format(handle, parameters, $0.format) >= 0
      })
    else { throw AlsaError(device: name, expected: "32-bit float or 32- or 16-bit integer samples", actual: "neither") }
    var count = UInt32(channels)
    try check(snd_pcm_hw_params_set_channels_near(handle, parameters, &count), "\(channels) channels")
    try check(snd_pcm_hw_params_set_rate(handle, parameters, UInt32(rate.rounded()), 0), "\(Int(rate)) Hz")
    var period = UInt(block)
    try check(snd_pcm_hw_params_set_period_size_near(handle, parameters, &period, nil), "blocks of \(block) frames")
    var size = period * UInt(periods)
    try check(snd_pcm_hw_params_set_buffer_size_near(handle, parameters, &size), "\(size) frames of buffer")
    try check(snd_pcm_hw_params(handle, parameters), "this configuration")
    return (layout, Int(count))
  }
}
