import CSndFile

/// How a sample is stored. Ogg Vorbis has a form of its own and takes any of these.
public enum SampleFormat: String, CaseIterable, Sendable {
  case pcm16 = "16"
  case pcm24 = "24"
  case float32 = "32f"

  var code: UInt32 {
    switch self {
    case .pcm16: UInt32(SF_FORMAT_PCM_16)
    case .pcm24: UInt32(SF_FORMAT_PCM_24)
    case .float32: UInt32(SF_FORMAT_FLOAT)
    }
  }
}

/// What is written, by the extension of a file's name.
enum Container: String, CaseIterable {
  case wav, flac, aiff, aif, ogg

  /// - Throws: `.unknownExtension`.
  init(path: String) throws(AudioFileError) {
    let name = path.split(separator: "/").last ?? ""
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let ending = parts.count > 1 ? parts.last!.lowercased() : ""
    guard let container = Container(rawValue: ending) else {
      throw .unknownExtension(path: path, expected: Container.allCases.map(\.rawValue), actual: String(name))
    }
    self = container
  }

  /// libsndfile's format word. - Throws: `.unsupportedFormat`.
  func code(_ bits: SampleFormat, path: String) throws(AudioFileError) -> Int32 {
    switch self {
    case .wav: return Int32(bitPattern: UInt32(SF_FORMAT_WAV) | bits.code)
    case .aiff, .aif: return Int32(bitPattern: UInt32(SF_FORMAT_AIFF) | bits.code)
    case .ogg: return Int32(bitPattern: UInt32(SF_FORMAT_OGG) | UInt32(SF_FORMAT_VORBIS))
    case .flac:
      guard bits != .float32 else {
        throw .unsupportedFormat(path: path, expected: "16 or 24 bits in a FLAC file", actual: bits.rawValue)
      }
      return Int32(bitPattern: UInt32(SF_FORMAT_FLAC) | bits.code)
    }
  }
}
