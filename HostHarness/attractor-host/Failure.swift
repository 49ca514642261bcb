import ArgumentParser
import AudioFiles
import Foundation
import HostKit

/// An error as the command line tells it: one line, and the exit code.
struct Failure {
  var words: String
  var code: Int32

  init(_ words: String, _ code: Int32 = 2) { (self.words, self.code) = (words, code) }

  init(_ error: any Error) {
    switch error {
    case let error as HostError: self.init("\(error)", error.isFinding ? 1 : 2)
    case let error as AudioFileError: self.init("\(error)")
    case let error as SuiteError: self.init("\(error)")
    case let error as ValidationError: self.init(error.message)
    default: self.init(error.localizedDescription)
    }
  }

  func tell() { FileHandle.standardError.write(Data("attractor-host: \(words)\n".utf8)) }
}

extension HostError {
  /// Whether the plugin is to blame rather than the command line or its files.
  var isFinding: Bool {
    switch self {
    case .entryRefused, .notCreated, .initRefused, .activationRefused, .startRefused, .processFailed, .stateNotSaved,
      .presetsNotListed:
      true
    default: false
    }
  }
}
