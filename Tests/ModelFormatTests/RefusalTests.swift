import Foundation
import ModelFormat
import TestModels
import Testing

/// Files that are no models: each is refused with the reason and the place.
@Suite struct RefusalTests {
  static let model = RandomModel.all[2].model
  static let text = String(decoding: try! ModelWriter.bytes(of: model), as: UTF8.self)

  /// The error of a text whose hash is right for what it says.
  static func refusal(_ text: String) -> ModelError? {
    var text = text
    if let digits = text.firstMatch(of: #/"contentHash" : "([0-9a-f]{64})"/#) {
      let blank = text.replacing(digits.1, with: String(repeating: "0", count: 64), maxReplacements: 1)
      text = blank.replacing(
        String(repeating: "0", count: 64), with: SHA256.hexDigest(of: blank.utf8), maxReplacements: 1)
    }
    do throws(ModelError) {
      _ = try ModelReader.read(Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test func theTextItselfIsFine() { #expect(Self.refusal(Self.text) == nil) }

  @Test func truncatedAnywhere() {
    let bytes = Array(Self.text.utf8)
    for part in stride(from: 0, to: bytes.count - 2, by: max(bytes.count / 97, 1)) {
      #expect {
        try ModelReader.read(Array(bytes[..<part]))
      } throws: { error in
        if case ModelError.malformed(place: "file", _) = error { return true }
        return false
      }
    }
  }

  @Test func anyByteChanged() {
    let bytes = Array(Self.text.utf8)
    var dice = Dice(4)
    for _ in 0..<200 {
      var changed = bytes
      let at = dice.whole(0...bytes.count - 1)
      changed[at] ^= UInt8(1 << dice.whole(0...6))
      #expect(throws: ModelError.self, "byte \(at)") { try ModelReader.read(changed) }
    }
  }

  @Test func changedContentIsNamed() {
    let changed = Self.text.replacing("\"highestRateHz\" : 384000", with: "\"highestRateHz\" : 384001")
    #expect(changed != Self.text)
    #expect {
      try ModelReader.read(Array(changed.utf8))
    } throws: { error in
      guard case ModelError.contentHash(let expected, let found) = error else { return false }
      return expected != found && "\(error)".contains("changed or damaged")
    }
  }

  @Test(arguments: ["\"schema\" : 2", "\"layers\"", "\"taps\"", "\"restOutput\"", "\"fromStates\"", "\"nodes\""])
  func missingFields(field: String) throws {
    let name = field.split(separator: "\"")[0]
    let error = try #require(
      Self.refusal(Self.text.replacing("\"\(name)\"", with: "\"x-\(name)\"", maxReplacements: 1)))
    guard case .malformed(let place, let reason) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(place.hasSuffix(name) && reason.contains("missing"))
  }

  @Test(arguments: [
    ("\"hasBiases\" : true", "\"hasBiases\" : 1", "stages[0].network.hasBiases"),
    ("\"layers\" : [17, 7]", "\"layers\" : \"17, 7\"", "stages[0].network.layers"),
    ("\"layers\" : [17, 7]", "\"layers\" : [17, 7.5]", "stages[0].network.layers[1]"),
    ("\"layers\" : [17, 7]", "\"layers\" : [17, null]", "stages[0].network.layers[1]"),
    ("\"activation\" : \"rational-tanh-3\"", "\"activation\" : \"relu\"", "stages[0].network.activation"),
    ("\"source\" : \"timeStep\"", "\"source\" : \"weather\"", "stages[0].coordinates[2].source"),
    ("\"scale\" : 1.3", "\"scale\" : \"NaN\"", "stages[0].input.scale"),
    ("\"scale\" : 1.3", "\"scale\" : 1e999", "stages[0].input.scale"),
    ("\"scale\" : 1.3", "\"scale\" : NaN", "file"),
    ("\"scale\" : 1.3", "\"scale\" : Infinity", "file"),
  ])
  func wrongTypes(old: String, new: String, place: String) throws {
    #expect(Self.text.contains(old))
    let error = try #require(Self.refusal(Self.text.replacing(old, with: new, maxReplacements: 1)))
    switch error {
    case .malformed(let found, let reason): #expect((found == place || found == "file") && !reason.isEmpty)
    case .notFinite(let found): #expect(found == place)
    default: Issue.record("\(error)")
    }
  }

  @Test func anotherSchema() {
    #expect(
      Self.refusal(Self.text.replacing("\"schema\" : 2", with: "\"schema\" : 3")) == .schema(found: 3, supported: 2))
    #expect(Self.refusal("{\"schema\": 1}") == .schema(found: 1, supported: 2))
    // A newer file may look quite different: the version alone is spoken of.
    #expect(Self.refusal("{\"schema\": 99}") == .schema(found: 99, supported: 2))
    #expect("\(ModelError.schema(found: 3, supported: 2))".contains("version 3"))
  }

  @Test(arguments: ["", "\u{0}", "null", "[]", "{}", "{\"schema\":\"1\"}", "model"])
  func notAModelAtAll(text: String) {
    #expect {
      try ModelReader.read(Array(text.utf8))
    } throws: { error in
      if case ModelError.malformed = error { return true }
      return false
    }
  }

  @Test func oversized() throws {
    let bytes = [UInt8](repeating: UInt8(ascii: " "), count: ModelReader.byteLimit + 1)
    let refused = ModelError.tooLarge(bytes: bytes.count, limit: ModelReader.byteLimit)
    #expect(throws: refused) { try ModelReader.read(bytes) }
    let file = FileManager.default.temporaryDirectory.appending(path: "attractor-large-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(bytes).write(to: file)
    #expect(throws: refused) { try ModelReader.read(path: file.path) }
  }

  @Test func noSuchFile() {
    #expect(throws: ModelError.unreadable(path: "/nowhere/model.json", reason: "no such file")) {
      try ModelReader.read(path: "/nowhere/model.json")
    }
  }

  typealias Damage = @Sendable (inout Model) -> Void
  static let damages: [(expected: String, damage: Damage)] = [
    ("circuit: expected lower-case", { $0.circuit = "Big Muff" }),
    ("name: expected a name", { $0.name = "" }),
    (
      "stages[0].states: expected at most 16",
      { $0.stages[0].states = [Model.State](repeating: $0.stages[0].states[0], count: 17) }
    ),
    (
      "stages[0].smallSignal.outputStep: expected an output",
      {
        $0.stages[0].states = []; $0.stages[0].smallSignal.outputStep = []
      }
    ),
    ("stages[0].states[1].scale: expected more than 0", { $0.stages[0].states[1].scale = 0 }),
    ("stages[0].states[2].limit: not a finite", { $0.stages[0].states[2].limit = .infinity }),
    ("stages[0].input.taps[0]: expected 0, found 1", { $0.stages[0].input.taps = [1, 2] }),
    ("stages[0].input.taps[1]: expected", { $0.stages[0].input.taps = [0, 0] }),
    ("stages[0].input.taps[1]: expected", { $0.stages[0].input.taps = [0, 16] }),
    ("stages[0].output.fromStates: expected 3 entries, found 2", { $0.stages[0].output.fromStates.removeLast() }),
    ("controls[1].id: expected a name of its own", { $0.controls[1].id = $0.controls[0].id }),
    ("controls[0].default: not a finite", { $0.controls[0].default = .nan }),
    ("controls[0].default: expected", { $0.controls[0].default = 2 }),
    ("controls[0].maximum: expected more than", { $0.controls[0].maximum = -1 }),
    (
      "controls[0].labels[1].at: expected more than the label before",
      { $0.controls[0].labels = [.init(at: 0.5, text: "a"), .init(at: 0.5, text: "b")] }
    ),
    ("stages[0].coordinates[0].control: expected one of", { $0.stages[0].coordinates[0].control = "treble" }),
    (
      "stages[0].coordinates[0].offset: expected offset + slope · source > 0",
      {
        $0.stages[0].coordinates[0].law = .logarithmic; $0.stages[0].coordinates[0].offset = -0.5
      }
    ),
    (
      "stages[0].coordinates[1].to: expected another",
      { $0.stages[0].coordinates[1].to = $0.stages[0].coordinates[1].from }
    ),
    (
      "stages[0].coordinates[1].source: expected one time step",
      {
        $0.stages[0].coordinates.swapAt(1, 2); $0.stages[0].coordinates[2] = $0.stages[0].coordinates[1];
        $0.stages[0].coordinates[0] = $0.stages[0].coordinates[1]
      }
    ),
    ("stages[0].smallSignal.degrees: expected 3 entries, found 2", { $0.stages[0].smallSignal.degrees.removeLast() }),
    ("stages[0].smallSignal.degrees: expected 0 to 32, found 33", { $0.stages[0].smallSignal.degrees[0] = 33 }),
    ("stages[0].smallSignal.degrees: expected at most 4096", { $0.stages[0].smallSignal.degrees = [32, 32, 32] }),
    ("stages[0].smallSignal.restStates[1]: expected", { $0.stages[0].smallSignal.restStates[1].removeLast() }),
    ("stages[0].smallSignal.restOutput[3]: not a finite", { $0.stages[0].smallSignal.restOutput[3] = .nan }),
    (
      "stages[0].smallSignal.follow.carrier: expected 0..<3, found 3",
      { $0.stages[0].smallSignal.follow = .init(carrier: 3, shares: []) }
    ),
    (
      "stages[0].smallSignal.follow.shares: expected 3 entries, found 2",
      {
        let series = $0.stages[0].smallSignal.restStates
        $0.stages[0].smallSignal.follow = .init(carrier: 0, shares: Array(series.prefix(2)))
      }
    ),
    ("stages[0].smallSignal.step: expected 3 entries", { $0.stages[0].smallSignal.step.removeLast() }),
    ("stages[0].smallSignal.step[2]: expected 5 entries, found 4", { $0.stages[0].smallSignal.step[2].removeLast() }),
    ("stages[0].smallSignal.step[2][4][1]: not a finite", { $0.stages[0].smallSignal.step[2][4][1] = -.infinity }),
    ("stages[0].smallSignal.outputStep: expected 5 entries, found 0", { $0.stages[0].smallSignal.outputStep = [] }),
    ("stages[0].network.layers: expected at most 4", { $0.stages[0].network.layers = [2, 2, 2, 2, 2] }),
    ("stages[0].output.hasResidual: expected false in a linear", { $0.stages[0].network.layers = [] }),
    ("stages: expected 1 to 8", { $0.stages = [] }),
    ("stages: expected 1 to 8", { $0.stages = [Model.Stage](repeating: $0.stages[0], count: 9) }),
    (
      "stages[1].name: expected a name",
      {
        $0.stages.append($0.stages[0]); $0.stages[1].name = ""
      }
    ),
    ("stages[0].states[0].rate: expected one of", { $0.stages[0].states[0].rate = 1 }),
    ("stages[0].coordinates[2].source: expected control", { $0.stages[0].coordinates[2].law = .rate }),
    ("stages[0].coordinates[0].offset: expected offset", { $0.stages[0].coordinates[0].offset = 200 }),
    ("levels[0].control: expected one of", { $0.levels = [.init(control: "knob-0", gain: [1])] }),
    ("levels: expected 1 entries, found 0", { $0.controls[1].role = .level }),
    (
      "levels[0].gain: expected",
      {
        $0.controls[1].role = .level; $0.levels = [.init(control: "knob-1", gain: [])]
      }
    ),
    (
      "levels[0].gain[1]: not a finite",
      {
        $0.controls[1].role = .level; $0.levels = [.init(control: "knob-1", gain: [0, .nan])]
      }
    ),
    (
      "levels[1].control: expected a control of its own",
      {
        $0.controls[1].role = .level;
        $0.levels = [.init(control: "knob-1", gain: [1]), .init(control: "knob-1", gain: [1])]
      }
    ),
    ("stages[0].network.layers: expected 1...64 units", { $0.stages[0].network.layers[1] = 65 }),
    ("stages[0].network.activationFormula: expected", { $0.stages[0].network.activationFormula = "tanh(x)" }),
    ("stages[0].network.conditions: expected", { $0.stages[0].network.conditions[0] = 3 }),
    (
      "stages[0].network.residualScales: expected 4 entries, found 3",
      { $0.stages[0].network.residualScales.removeLast() }
    ),
    ("stages[0].network.weights: expected", { $0.stages[0].network.weights.append(0) }),
    ("stages[0].network.axes[0].coordinate: expected", { $0.stages[0].network.axes[0].coordinate = -1 }),
    ("stages[0].network.axes[0].nodes: expected ascending", { $0.stages[0].network.axes[0].nodes[1] = 1 }),
    (
      "stages[0].network.axes[0].nodes: expected positions from -1 to 1",
      { $0.stages[0].network.axes[0].nodes[0] = -0.9 }
    ),
    (
      "stages[0].network.axes[0].deltas: expected 3 entries, found 2",
      { $0.stages[0].network.axes[0].deltas.removeLast() }
    ),
    ("stages[0].network.axes[0].deltas[1]: expected", { $0.stages[0].network.axes[0].deltas[1].removeLast() }),
    ("stages[0].network.axes[0].deltas[2][7]: not a finite", { $0.stages[0].network.axes[0].deltas[2][7] = .nan }),
    ("lowestRateHz: expected", { $0.lowestRateHz = 400_000 }),
    ("highestRateHz: not a finite", { $0.highestRateHz = .infinity }),
    ("tailSeconds: expected 0.0...20.0, found -0.1", { $0.tailSeconds = -0.1 }),
    ("tailSeconds: expected 0.0...20.0, found 20.5", { $0.tailSeconds = 20.5 }),
    ("tailSeconds: not a finite", { $0.tailSeconds = .nan }),
    (
      "tailSeconds: expected none",
      {
        $0.selfOscillates = true; $0.tailSeconds = 1
      }
    ),
    ("provenance.figures.held: not a finite", { $0.provenance.figures["held"] = .nan }),
  ]

  @Test(arguments: damages.indices)
  func damagedModels(_ index: Int) throws {
    let (expected, damage) = Self.damages[index]
    var model = Self.model
    damage(&model)
    do {
      try model.validate()
      Issue.record("accepted; expected \(expected)")
    } catch {
      #expect("\(error)".hasPrefix(expected), "\(error)")
    }
  }
}
