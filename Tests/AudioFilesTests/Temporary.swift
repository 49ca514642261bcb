import Foundation

/// A folder that is removed with its owner.
final class TemporaryFolder {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "/attractor-\(UUID().uuidString)"
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Everything inside, hidden files too.
  var contents: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }

  func write(_ bytes: [UInt8], to name: String) -> String {
    _ = FileManager.default.createFile(atPath: file(name), contents: Data(bytes))
    return file(name)
  }
}

/// A sine of amplitude 0.5.
func sine(_ frequency: Double, rate: Double, count: Int) -> [Double] {
  (0..<count).map { 0.5 * sin(2 * .pi * frequency * Double($0) / rate) }
}
