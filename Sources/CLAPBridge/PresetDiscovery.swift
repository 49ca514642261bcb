import CLAP

/// What a provider tells about one preset.
public struct PresetDescription {
  public var name: String
  /// Which of several in one place; nil where there is one.
  public var key: String?
  /// Ids of CLAP plugins that can load it.
  public var plugins: [String]
  public var creator: String?
  public var description: String?
  public var features: [String]

  public init(
    name: String, key: String?, plugins: [String], creator: String? = nil, description: String? = nil,
    features: [String] = []
  ) {
    self.name = name
    self.key = key
    self.plugins = plugins
    self.creator = creator
    self.description = description
    self.features = features
  }
}

/// A place where presets lie, and files of presets.
public struct PresetPlace {
  public var name: String
  public var location: PresetLocation
  /// Of the vendor, not of the user.
  public var isFactory: Bool

  public init(name: String, location: PresetLocation, isFactory: Bool) {
    self.name = name
    self.location = location
    self.isFactory = isFactory
  }
}

/// What reading a place has failed of.
public struct PresetFailure: Error {
  /// An errno, or 0.
  public var code: Int32
  public var message: String

  public init(code: Int32, message: String) {
    self.code = code
    self.message = message
  }
}

/// One provider of presets, as `clap.preset-discovery` wants it.
public protocol PresetProvider: Sendable {
  static var id: String { get }
  static var name: String { get }
  static var vendor: String { get }
  static var fileExtension: String { get }
  static var fileDescription: String { get }
  static func places() -> [PresetPlace]
  /// - Throws: `PresetFailure`.
  static func presets(in location: PresetLocation) throws -> [PresetDescription]
}
