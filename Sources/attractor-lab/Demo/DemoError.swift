/// Why there is no demo.
enum DemoError: Error, CustomStringConvertible {
  case tooShort(path: String, expectedSeconds: Double, actualSeconds: Double)
  case control(expected: [String], actual: [String])
  case otherModel(plugin: String, expected: String)

  var description: String {
    switch self {
    case .tooShort(let path, let expected, let actual):
      "\(path): expected at least \(expected) s, found \(actual) s"
    case .control(let expected, let actual):
      "the circuit's controls: expected \(expected.joined(separator: ", ")), found \(actual.joined(separator: ", "))"
    case .otherModel(let plugin, let expected):
      "\(plugin): expected the model \(expected) inside; `make build` embeds it"
    }
  }
}
