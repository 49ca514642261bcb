import CLAP

/// What a plugin says about itself, copied out of the library.
public struct PluginDescriptor: Equatable, Codable, Sendable {
  /// Unique in the world, such as `org.attractor.diode-clipper`.
  public let id: String
  public let name: String
  public let vendor: String
  public let url: String
  public let manualURL: String
  public let supportURL: String
  public let version: String
  public let description: String
  public let features: [String]

  /// The CLAP version it was built for.
  public let clapVersion: String

  init(_ raw: clap_plugin_descriptor_t) {
    id = string(raw.id)
    name = string(raw.name)
    vendor = string(raw.vendor)
    url = string(raw.url)
    manualURL = string(raw.manual_url)
    supportURL = string(raw.support_url)
    version = string(raw.version)
    description = string(raw.description)
    clapVersion = raw.clap_version.text
    var words = [String]()
    if var feature = raw.features {
      while let word = feature.pointee {
        words.append(String(cString: word))
        feature += 1
      }
    }
    features = words
  }
}

extension clap_version_t {
  var text: String { "\(major).\(minor).\(revision)" }
}

/// A C string that may be null.
func string(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }

/// A string in a fixed array of bytes inside a struct; bytes after the last without a terminating zero are kept.
func string<T>(inside tuple: T) -> String {
  withUnsafeBytes(of: tuple) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
