import Circuits
import Foundation
import ModelFormat
import TestModels
import Testing
import Training

@Suite struct CardTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Models/diode-clipper").standardized.path

  @Test(arguments: [
    (-71.0, EvaluationRow.Mark.aim), (-70, .aim), (-60, .passed), (-58, .passed), (-57.9, .missed), (.nan, .missed),
    (.infinity, .missed), (-.infinity, .aim),
  ]) func marks(_ decibels: Double, _ mark: EvaluationRow.Mark) {
    let row = EvaluationRow("free-run", "free run", decibels, bar: Bar(atLeast: -58, aim: -70), truth: "solver")
    #expect(row.mark == mark)
    #expect(row.value.isFinite, "JSON has no infinity")
    #expect(EvaluationRow("free-run", "free run", decibels, bar: nil, truth: "solver").mark == .noted)
  }

  @Test func excerptStaysWithinTheRecording() {
    let ramp = Material(name: "ramp", samples: (0..<1000).map(Double.init), rateHz: 1000)
    #expect(ramp.excerpt(from: 0.2, seconds: 0.1).samples.first == 200)
    #expect(ramp.excerpt(from: 0.95, seconds: 0.1).samples.last == 999)
    #expect(ramp.excerpt(from: 3, seconds: 9).samples.count == 1000)
    #expect(ramp.liveliest(seconds: 0.3).samples.first == 700)
    let (first, rest) = ramp.split(at: 0.7)
    #expect(first.samples.count == 700 && rest.samples.first == 700)
  }

  @Test func findsDefaultsAndNodesOfTheClipper() throws {
    let plan = try TrainingPlan(folder: Self.folder)
    let model = try ModelReader.read(path: Self.folder + "/model.json")
    let knobs = KnobPositions(plan)
    #expect(knobs.defaults == [0.5] && knobs.moving == [0] && knobs.ids == ["diode"])
    #expect(knobs.with(0, .sine(hertz: 5)) == [.sine(hertz: 5)])
    let sets = WeightSetPositions(model)
    for position in [0.0, 1] { #expect(sets.isNear([position], ids: knobs.ids)) }
    #expect(!sets.isNear([0.1], ids: knobs.ids))
  }

  @Test func cardsComeBackFromTheDisk() throws {
    let card = try Card(path: Self.folder + "/card.json")
    #expect(card.circuit == "diode-clipper" && card.model.count == 64)
    #expect(card[row: "still"]?.bar == Bar(atLeast: -52, aim: -62))
    let path = FileManager.default.temporaryDirectory.appending(path: "attractor-card-\(UUID().uuidString).json").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try card.write(to: path)
    #expect(try Card(path: path) == card)
    #expect(throws: TrainingError.self) { _ = try Card(path: path + ".none") }
  }

  /// A card is about the model beside it, and the model about the recipe and the netlist beside it.
  @Test(arguments: Repository.circuits) func everyCardBelongsToItsModel(_ circuit: String) throws {
    let folder = Repository.root.appending(path: "Models/\(circuit)").path
    let plan = try TrainingPlan(folder: folder)
    let model = try ModelReader.read(path: folder + "/model.json")
    let card = try Card(path: folder + "/card.json")
    #expect(card.model == model.contentHash, "attractor-lab evaluate Models/\(circuit)")
    #expect(model.provenance.recipe == plan.recipeHash && model.provenance.netlist == plan.netlistHash)
    #expect(card.recipe == plan.recipeHash && card.netlist == plan.netlistHash)
    #expect(card.circuit == circuit && card.name == plan.recipe.name)
    let training = try TrainingNote(folder: folder)
    #expect(training == nil || training?.model == model.contentHash, "another model's training.json")
    #expect(card.trainingMinutes == training?.minutes && card.trainingWorkers == training?.workers)
    // What each row is held against is what bars.json says today.
    let bars = try Bars(folder: folder, knobs: plan.circuit.controls)
    for row in card.rows { #expect(row.bar == bars[row: row.id], "\(row.id)") }
  }

  @Test func trainingNotesComeBackFromTheDisk() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attractor-note-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try TrainingNote(folder: folder) == nil)
    let note = TrainingNote(model: "abc", seconds: 873.6, workers: 2)
    #expect(note.minutes == 14.6)
    try note.write(folder: folder)
    #expect(try TrainingNote(folder: folder) == note)
    try Data(#"{ "model": "abc", "minutes": -1, "workers": 2 }"#.utf8)
      .write(to: URL(filePath: TrainingNote.path(folder: folder)))
    #expect(throws: TrainingError.self) { try TrainingNote(folder: folder) }
  }

  @Test func countsWhatAStepCosts() throws {
    var model = try ModelReader.read(path: Self.folder + "/model.json")
    (model.stages[0].network.layers, model.stages[0].input.taps) = ([12, 12], [0, 1, 2, 3])
    // M: 1 × 5, C: 1; layers: 5 × 12, 12 × 12, 12 × 1
    #expect(Cost.multiplyAdds(model) == 5 + 1 + 60 + 144 + 12)
  }

  @Test func tooShortMaterialIsRefused() throws {
    let plan = try TrainingPlan(folder: Self.folder)
    let model = try ModelReader.read(path: Self.folder + "/model.json")
    let click = Material(name: "click.wav", samples: [1, 0, 0], rateHz: 48_000)
    #expect(throws: TrainingError.self) { _ = try Evaluation(plan, model: model, material: click, truth: .solver) }
  }
}
