import AudioFiles
import CLAP
import Foundation
import HostKit

/// What the tests stand on: products beside the test bundle, and folders that clean up after themselves.
enum Fixture {
  /// The folder that holds the built products.
  static let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().path

  static func plugin(_ name: String) -> String { "\(products)/libfixture-\(name).so" }

  static func gain() throws -> PluginInstance { try ClapLibrary(plugin("gain")).instantiate() }
  static func echo() throws -> PluginInstance { try ClapLibrary(plugin("echo")).instantiate() }

  /// Stereo noise, the same for every call.
  static func noise(_ frames: Int, rate: Double = 48000) -> AudioBuffer<Float> {
    var state: UInt32 = 1
    func next() -> Float {
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(Int32(bitPattern: state)) / Float(Int32.max) * 0.5
    }
    return AudioBuffer(sampleRate: rate, channels: (0..<2).map { _ in (0..<frames).map { _ in next() } })
  }
}

/// A folder that is removed with its owner.
final class TemporaryFolder {
  let path = NSTemporaryDirectory() + "/attractor-\(UUID().uuidString)"

  init() { try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }
  var contents: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}
