/// Why an audio file could not be read or written.
public enum AudioFileError: Error, Equatable, Sendable {
  case missing(path: String)
  case unreadable(path: String, expected: String, actual: String)
  case truncated(path: String, expectedFrames: Int, actualFrames: Int)
  case empty(path: String)
  case unknownExtension(path: String, expected: [String], actual: String)
  case unsupportedFormat(path: String, expected: String, actual: String)
  case unwritable(path: String, expected: String, actual: String)

  /// The file that the error is about.
  public var path: String {
    switch self {
    case .missing(let path), .empty(let path), .unreadable(let path, _, _), .truncated(let path, _, _),
      .unknownExtension(let path, _, _), .unsupportedFormat(let path, _, _), .unwritable(let path, _, _):
      path
    }
  }
}

extension AudioFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing(let path):
      "\(path): expected an audio file, found no file"
    case .unreadable(let path, let expected, let actual):
      "\(path): expected \(expected), got: \(actual)"
    case .truncated(let path, let expected, let actual):
      "\(path): expected \(expected) frames as its header says, found \(actual): the file is truncated"
    case .empty(let path):
      "\(path): expected at least one frame of audio, found none"
    case .unknownExtension(let path, let expected, let actual):
      "\(path): expected a name that ends in .\(expected.joined(separator: ", .")), got '\(actual)'"
    case .unsupportedFormat(let path, let expected, let actual):
      "\(path): expected \(expected), got \(actual)"
    case .unwritable(let path, let expected, let actual):
      "\(path): expected \(expected), got: \(actual)"
    }
  }
}
