import CALSA

/// Why a sound device could not be opened or used.
public struct AlsaError: Error, Equatable, Sendable, CustomStringConvertible {
  public var device: String
  public var expected: String
  public var actual: String

  public var description: String { "\(device): expected \(expected), got: \(actual)" }

  /// - Parameter code: what ALSA returned, below zero.
  init(_ device: String, expected: String, code: Int32) {
    self.init(device: device, expected: expected, actual: String(cString: snd_strerror(code)))
  }

  public init(device: String, expected: String, actual: String) {
    self.device = device
    self.expected = expected
    self.actual = actual
  }
}
