import Foundation
import ModelFormat
import RealTime
import TestModels
import Testing

/// The format's documentation is complete: its Python reader plays every kind of model as the Swift reference does.
@Suite struct PythonTests {
  private struct Job: Encodable {
    var rateHz: Double
    var volts: [Double]
    var positions: [[String: Double]]
  }

  private struct Answer: Decodable {
    var volts: [Double]
    var states: [Double]
  }

  static let models = [Repository.clipper] + RandomChain.models

  @Test(arguments: models.indices)
  func playsTheSame(_ index: Int) throws {
    let model = Self.models[index]
    let rateHz = 101_234.5
    var dice = Dice(UInt64(index))
    let volts = (0..<400).map { n in 2 * sin(Double(n) * 0.05) + 0.3 * dice.normal() }
    // Knobs sweep their whole range, each at its own pace.
    let positions = volts.indices.map { n in
      model.controls.indices.map { 0.5 - 0.5 * cos(Double(n) * 0.02 / Double($0 + 1)) }
    }
    let job = Job(
      rateHz: rateHz, volts: volts,
      positions: positions.map { Dictionary(uniqueKeysWithValues: zip(model.controls.map(\.id), $0)) })
    let answer = try Self.python(model, job)

    var reference = ReferenceStep(model, rateHz: rateHz, positions: positions[0])
    let expected = zip(volts, positions).map { reference.step($0, positions: $1) }
    #expect(expected.contains { abs($0) > 0.1 })
    let worst = zip(answer.volts, expected).map { abs($0 - $1) }.max()!
    let worstState = zip(answer.states, zip(reference.state, model.stages.flatMap(\.states))).map {
      abs($0 - $1.0 * $1.1.scale)
    }.max()!
    print("python, \(model.name): output \(worst), states \(worstState)")
    #expect(answer.volts.count == expected.count && worst < 1e-12)
    #expect(answer.states.count == reference.state.count && worstState < 1e-12)
  }

  @Test func refusesAChangedFile() throws {
    let job = Job(rateHz: 96_000, volts: [0], positions: [["diode": 0.5]])
    var bytes = try ModelWriter.bytes(of: Repository.clipper)
    let field = bytes.firstRange(of: Array("\"highestRateHz\" : 3".utf8))!
    bytes[field.upperBound - 1] = UInt8(ascii: "4")
    #expect(throws: (any Error).self) { try Self.python(bytes, job) }
  }

  private static func python(_ model: Model, _ job: Job) throws -> Answer {
    try python(ModelWriter.bytes(of: model), job)
  }

  private struct Refusal: Error { var text: String }

  private static func python(_ bytes: [UInt8], _ job: Job) throws -> Answer {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attractor-python-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (modelFile, jobFile) = (folder.appending(path: "model.json"), folder.appending(path: "job.json"))
    try Data(bytes).write(to: modelFile)
    try JSONEncoder().encode(job).write(to: jobFile)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", Repository.root.appending(path: "Tests/ModelFormatTests/play_model.py").path,
      Repository.root.appending(path: "docs/model-format.md").path, modelFile.path, jobFile.path,
    ]
    let (output, complaints) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = complaints
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = complaints.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Refusal(text: String(decoding: complaint, as: UTF8.self)) }
    return try JSONDecoder().decode(Answer.self, from: text)
  }
}
