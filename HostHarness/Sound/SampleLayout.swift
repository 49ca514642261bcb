import CALSA

/// How a device wants its samples.
enum SampleLayout: CaseIterable {
  case float32, integer32, integer16

  var format: snd_pcm_format_t {
    switch self {
    case .float32: SND_PCM_FORMAT_FLOAT_LE
    case .integer32: SND_PCM_FORMAT_S32_LE
    case .integer16: SND_PCM_FORMAT_S16_LE
    }
  }

  var byteCount: Int { self == .integer16 ? 2 : 4 }

  /// Writes one sample; full scale is ±1, beyond it integers are clipped.
  func store(_ sample: Float, _ bytes: UnsafeMutableRawPointer, _ index: Int) {
    switch self {
    case .float32: bytes.storeBytes(of: sample, toByteOffset: index * 4, as: Float.self)
    case .integer32:
      let scaled = Double(max(-1, min(1, sample))) * 2_147_483_647
      bytes.storeBytes(of: Int32(scaled), toByteOffset: index * 4, as: Int32.self)
    case .integer16:
      let scaled = max(-1, min(1, sample)) * 32767
      bytes.storeBytes(of: Int16(scaled.rounded()), toByteOffset: index * 2, as: Int16.self)
    }
  }

  func load(_ bytes: UnsafeMutableRawPointer, _ index: Int) -> Float {
    switch self {
    case .float32: bytes.load(fromByteOffset: index * 4, as: Float.self)
    case .integer32: Float(bytes.load(fromByteOffset: index * 4, as: Int32.self)) * (1 / 2_147_483_648)
    case .integer16: Float(bytes.load(fromByteOffset: index * 2, as: Int16.self)) * (1 / 32768)
    }
  }
}
