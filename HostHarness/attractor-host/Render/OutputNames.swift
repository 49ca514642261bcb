import ArgumentParser
import Foundation

/// Names of a render's files, where there may be many: `{input}` and `{settings}` stand for the names of either.
struct OutputNames {
  let pattern: String

  /// - Parameters:
  ///   - text: a file, a pattern, or a folder with a slash at its end.
  ///   - inputs, settings: how many of either there are.
  init(_ text: String, inputs: Int, settings: Int) {
    guard text.hasSuffix("/") else {
      pattern = text
      return
    }
    pattern = text + (settings > 1 ? inputs > 1 ? "{input}-{settings}" : "{settings}" : "{input}") + ".wav"
  }

  func path(input: String, settings: String) -> String {
    pattern.replacing("{input}", with: Self.stem(input)).replacing("{settings}", with: settings)
  }

  /// Whether every path is there once.
  ///
  /// - Throws: `ValidationError` with the way out.
  func check(_ paths: [String]) throws {
    var seen: Set<String> = []
    guard let double = paths.first(where: { !seen.insert($0).inserted }) else { return }
    throw ValidationError(
      "--output: expected a name for each of \(paths.count) renders, got '\(double)' twice; {input} and {settings} in "
        + "it stand for their names")
  }

  /// `guitar` of `takes/guitar.wav`, `sine-220Hz` of `sine:220Hz`.
  private static func stem(_ input: String) -> String {
    let name = input.split(separator: "/").last.map(String.init) ?? input
    let isFile = FileManager.default.fileExists(atPath: input)
    return isFile ? (name as NSString).deletingPathExtension : name.replacing(":", with: "-")
  }
}
