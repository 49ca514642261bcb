import Circuits
import Foundation
import ModelFormat
import Training

/// A circuit as the command line names it.
struct CircuitFolder {
  /// Without a slash at the end.
  let path: String

  /// - Throws: `.folder`.
  init(_ path: String) throws(LabError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      throw .folder(path: path)
    }
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// Names of the folders within, sorted.
  var subfolders: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder) && isFolder.boolValue
    }.sorted()
  }

  var model: String { path + "/model.json" }
  var card: String { path + "/card.json" }
  private var recipe: String { path + "/recipe.json" }

  /// All of it or nothing. Returns its `contentHash`.
  @discardableResult
  func write(_ model: Model) throws -> String {
    let bytes = try ModelWriter.bytes(of: model)
    let hash = try ModelReader.read(bytes).contentHash
    try AtomicFile.write(bytes, to: self.model)
    return hash
  }

  /// Netlist and recipe.
  func plan() throws(TrainingError) -> TrainingPlan { try TrainingPlan(folder: path) }

  /// The netlist and where its knobs stand: as told, else at the recipe's defaults, else in the middle.
  ///
  /// - Parameter settings: `name=position`, names in any case.
  func circuit(knobs settings: [String]) throws -> (circuit: Circuit, positions: [Double]) {
    let circuit: Circuit
    var positions: [Double]
    if FileManager.default.fileExists(atPath: recipe) {
      let plan = try plan()
      circuit = plan.circuit
      positions = KnobPositions(plan).defaults
    } else {
      circuit = try Circuit(contentsOf: path + "/circuit.cir")
      positions = circuit.controls.map { _ in 0.5 }
    }
    for text in settings {
      let parts = text.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      guard let index = circuit.controls.firstIndex(where: { $0.lowercased() == parts.first?.lowercased() }) else {
        throw LabError.knob(text: text, known: circuit.controls)
      }
      guard parts.count == 2, let position = Double(parts[1]), (0...1).contains(position) else {
        throw LabError.position(text: text)
      }
      positions[index] = position
    }
    return (circuit, positions)
  }

  /// The recipe's recordings, mono, at 48 kHz. Their paths are relative to the project, two folders up.
  func recordings(_ plan: TrainingPlan) throws -> [Material] {
    guard !plan.recipe.data.recordings.isEmpty else { throw LabError.noRecordings(circuit: path) }
    return try plan.recipe.data.recordings.map { name in
      try Material(file: name.hasPrefix("/") ? name : path + "/../../" + name).resampled(to: 48_000)
    }
  }

  /// An excerpt of a recording that no training has heard; the project's own unless told.
  func heldOut(_ file: String? = nil, from: Double, seconds: Double) throws -> Material {
    try Material(file: file ?? path + "/../../Tests/Fixtures/audio/guit_e_slide.flac")
      .excerpt(from: from, seconds: seconds)
  }
}
