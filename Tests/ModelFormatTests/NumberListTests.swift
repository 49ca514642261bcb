import Foundation
import ModelFormat
import TestModels
import Testing

/// Long lists are read ahead of `JSONDecoder`: what comes out, and what is refused, is as without.
@Suite struct NumberListTests {
  static let models = (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []
  static let folder = Repository.root.appending(path: "Models").path

  @Test(arguments: models) func everyModelIsTheSame(_ circuit: String) throws {
    let path = "\(Self.folder)/\(circuit)/model.json"
    guard FileManager.default.fileExists(atPath: path) else { return }
    let plain = try JSONDecoder().decode(Model.self, from: Data(contentsOf: URL(filePath: path)))
    #expect(try ModelReader.read(path: path) == plain)
  }

  /// The text with its first long list of weights changed.
  private func refusal(weights change: (String) -> String) throws -> ModelError? {
    let text = RefusalTests.text
    let list = try #require(text.firstMatch(of: #/"weights" : (\[[^\]]{400,}\])/#)).1
    return RefusalTests.refusal(text.replacing(list, with: change(String(list))))
  }

  @Test func spaceIsFree() throws {
    #expect(try refusal { $0.replacing(", ", with: "\t,\r\n ") } == nil)
    #expect(try refusal { $0.replacing("[", with: "[ ").replacing("]", with: "\n]") } == nil)
  }

  @Test(arguments: ["1", "-0", "0.5", "1e3", "1E+3", "-12.25e-3"])
  func numbers(text: String) throws {
    #expect(try refusal { "[\(text)" + $0.drop { $0 != "," } } == nil)
  }

  @Test(arguments: [
    "01", "-01", "1.", ".5", "+1", "1e", "1e+", "-", "0x10", "nan", "Infinity", "1e999", "-1e999", "1 2", "", "1,",
    "null",
    "true", "\"1\"", "[1]", "{}", "{\"numberList\":0}", "1_000", "1,5,",
  ])
  func noNumbers(text: String) throws {
    switch try refusal(weights: { "[\(text)" + $0.drop { $0 != "," } }) {
    case .malformed(let place, let reason):
      #expect(["file", "stages[0].network.weights[0]"].contains(place) && reason != "")
    case let other: Issue.record("\(String(describing: other))")
    }
  }

  /// What stands in the text for a list that was read ahead may not be written.
  @Test(arguments: ["{\"numberList\":0}", "{\"number\\u004cist\":0}", "{\"numberList\" : 1}"])
  func marks(text: String) throws {
    guard case .malformed(let place, _) = try refusal(weights: { _ in text }) else {
      Issue.record("accepted")
      return
    }
    #expect(place == "stages[0].network.weights")
  }

  /// A list where none belongs, which takes nobody further.
  @Test func listsInOtherPlaces() throws {
    let list = "[\((0..<100).map(String.init).joined(separator: ", "))]"
    for (field, place) in [("circuit", "circuit"), ("name", "name"), ("selfOscillates", "selfOscillates")] {
      let text = RefusalTests.text.replacing(
        try Regex("\"\(field)\" : [^,]+,"), with: "\"\(field)\" : \(list),", maxReplacements: 1)
      #expect(text != RefusalTests.text)
      guard case .malformed(let found, let reason) = RefusalTests.refusal(text) else {
        Issue.record("\(field): accepted")
        continue
      }
      #expect(found.hasSuffix(place) && reason.contains("array"), "\(found): \(reason)")
    }
  }

  @Test func namesWithEscapes() throws {
    var model = RefusalTests.model
    model.name = "\"Big\" Muff\\π\n"
    #expect(try ModelReader.read(ModelWriter.bytes(of: model)).name == model.name)
  }
}
