/// Why a plugin could not be loaded, driven or rendered.
public enum HostError: Error, Equatable, Sendable {
  // The library
  case missingFile(path: String)
  case notALibrary(path: String, reason: String)
  case noEntry(path: String)
  case incompatible(path: String, expected: String, actual: String)
  case entryRefused(path: String)
  case noFactory(path: String, factory: String)
  case unknownPlugin(id: String, expected: [String])

  // Its life
  case notCreated(id: String)
  case initRefused(id: String)
  case activationRefused(id: String, sampleRate: Double, minFrames: Int, maxFrames: Int)
  case startRefused(id: String)
  case wrongState(call: String, expected: String, actual: String)
  case missingExtension(id: String, name: String)

  // Blocks
  case badBlock(expected: String, actual: String)
  case processFailed(id: String, frame: Int)
  case noAudioOutput(id: String)
  case badSetting(name: String, expected: String, actual: String)

  // Parameters and state
  case unknownParameter(name: String, expected: [String])
  case ambiguousParameter(name: String, ids: [UInt32])
  case badValue(parameter: String, expected: String, actual: String)
  case badAutomation(text: String, expected: String, actual: String)
  case badReplay(place: String, expected: String, actual: String)
  case stateRefused(id: String, byteCount: Int)
  case stateNotSaved(id: String)
  case presetRefused(id: String, reason: String)
  case presetsNotListed(provider: String, expected: String, actual: String)
}

extension HostError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingFile(let path): "\(path): expected a .clap file, found no file"
    case .notALibrary(let path, let reason): "\(path): expected a CLAP library, but it cannot be loaded: \(reason)"
    case .noEntry(let path): "\(path): expected the symbol clap_entry, found a library without it"
    case .incompatible(let path, let expected, let actual): "\(path): expected CLAP \(expected), got \(actual)"
    case .entryRefused(let path): "\(path): expected the entry's init to return true, got false"
    case .noFactory(let path, let factory): "\(path): expected the factory \(factory), got none"
    case .unknownPlugin(let id, let expected):
      "plugin '\(id)': expected one of \(Self.list(expected))"
    case .notCreated(let id): "\(id): expected create_plugin to make a plugin, got null"
    case .initRefused(let id): "\(id): expected init to return true, got false"
    case .activationRefused(let id, let rate, let min, let max):
      "\(id): expected activate to accept \(rate) Hz and blocks of \(min) to \(max) frames, got false"
    case .startRefused(let id): "\(id): expected start_processing to return true, got false"
    case .wrongState(let call, let expected, let actual):
      "\(call): expected a plugin that is \(expected), got \(actual)"
    case .missingExtension(let id, let name): "\(id): expected the extension \(name), got none"
    case .badBlock(let expected, let actual): "block: expected \(expected), got \(actual)"
    case .processFailed(let id, let frame): "\(id): expected process to succeed, got an error at frame \(frame)"
    case .noAudioOutput(let id): "\(id): expected an audio output, got none: there is nothing to render"
    case .badSetting(let name, let expected, let actual): "\(name): expected \(expected), got '\(actual)'"
    case .unknownParameter(let name, let expected): "parameter '\(name)': expected one of \(Self.list(expected))"
    case .ambiguousParameter(let name, let ids):
      "parameter '\(name)': expected one parameter, got several; name it by id: \(Self.list(ids.map { "id:\($0)" }))"
    case .badValue(let parameter, let expected, let actual): "\(parameter): expected \(expected), got '\(actual)'"
    case .badAutomation(let text, let expected, let actual): "'\(text)': expected \(expected), got '\(actual)'"
    case .badReplay(let place, let expected, let actual): "\(place): expected \(expected), got '\(actual)'"
    case .stateRefused(let id, let count): "\(id): expected a state it can load, got \(count) bytes that it refused"
    case .stateNotSaved(let id): "\(id): expected save to return true, got false"
    case .presetRefused(let id, let reason): "\(id): expected a preset it can load, but \(reason)"
    case .presetsNotListed(let provider, let expected, let actual):
      "presets of \(provider): expected \(expected), got \(actual)"
    }
  }

  private static func list(_ names: [String]) -> String { names.isEmpty ? "nothing" : names.joined(separator: ", ") }
}
