import CLAP
import CLAPBridge

/// Plugin descriptors on the heap, never freed: hosts keep pointers to them and into them.
enum Descriptors {
  static func make(id: String, name: String) -> UnsafePointer<clap_plugin_descriptor_t> {
    let descriptor = UnsafeMutablePointer<clap_plugin_descriptor_t>.allocate(capacity: 1)
    descriptor.initialize(
      to: clap_plugin_descriptor_t(
        clap_version: CLAP_VERSION,
        id: CText.immortal(id),
        name: CText.immortal(name),
        vendor: CText.immortal("Attractor"),
        url: empty,
        manual_url: empty,
        support_url: empty,
        version: CText.immortal(Catalogue.version),
        description: CText.immortal("\(name): a circuit, played by a neural network that learnt its dynamics"),
        features: features()))
    return UnsafePointer(descriptor)
  }

  nonisolated(unsafe) private static let empty = CText.immortal("")

  /// Ends with null.
  private static func features() -> UnsafePointer<UnsafePointer<CChar>?> {
    let words = [
      CLAP_PLUGIN_FEATURE_AUDIO_EFFECT, CLAP_PLUGIN_FEATURE_DISTORTION, CLAP_PLUGIN_FEATURE_STEREO,
      CLAP_PLUGIN_FEATURE_MONO,
    ]
    let list = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: words.count + 1)
    list.initialize(repeating: nil, count: words.count + 1)
    for (index, word) in words.enumerated() {
      list[index] = CText.immortal(word)
    }
    return UnsafePointer(list)
  }
}
