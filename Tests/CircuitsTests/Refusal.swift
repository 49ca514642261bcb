import Circuits
import Testing

/// That a netlist is refused, and in which words.
enum Refusal {
  /// - Parameter message: what the error begins with; the netlist is called `bad`.
  static func expect(
    _ source: String, _ message: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: NetlistError.self, sourceLocation: sourceLocation) {
      try Circuit(source: source, name: "bad")
    }
    let text = error.map(String.init(describing:)) ?? ""
    #expect(text.hasPrefix(message), "\(text)", sourceLocation: sourceLocation)
  }
}
