import Foundation
import ModelFormat

/// The project's own files.
public enum Repository {
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized

  public static let clipperPath = root.appending(path: "Models/diode-clipper/model.json").path

  /// The diode clipper as it ships.
  public static let clipper: Model = {
    do {
      return try ModelReader.read(path: clipperPath)
    } catch {
      fatalError("\(error)")
    }
  }()
}
