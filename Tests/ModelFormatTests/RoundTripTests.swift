import Foundation
import ModelFormat
import TestModels
import Testing

@Suite struct RoundTripTests {
  static let models = [Repository.clipper] + RandomChain.models + [RandomChain.singer]

  @Test(arguments: models.indices)
  func everythingComesBack(_ index: Int) throws {
    let model = Self.models[index]
    let bytes = try ModelWriter.bytes(of: model)
    var back = try ModelReader.read(bytes)
    // Only the hash is new.
    #expect(back.contentHash.count == 64 && back.contentHash != String(repeating: "0", count: 64))
    back.contentHash = model.contentHash
    #expect(back == model)
    #expect(try ModelWriter.bytes(of: back) == bytes)
  }

  /// A tail that was measured comes back; without one the file does not name it.
  @Test(arguments: [0, 0.37, 20, nil] as [Double?]) func tails(seconds: Double?) throws {
    var model = RandomModel.all[1].model
    model.tailSeconds = seconds
    let bytes = try ModelWriter.bytes(of: model)
    #expect(try ModelReader.read(bytes).tailSeconds == seconds)
    #expect(String(decoding: bytes, as: UTF8.self).contains("\"tailSeconds\"") == (seconds != nil))
  }

  /// What ships was written by this writer: reading and writing leaves every byte.
  @Test func theClippersFileIsTheWritersOwn() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: Repository.clipperPath)))
    #expect(try ModelWriter.bytes(of: ModelReader.read(bytes)) == bytes)
  }

  @Test func writesAndReadsFiles() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attractor-model-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "model.json").path
    try ModelWriter.write(RandomModel.all[1].model, to: path)
    #expect(try ModelReader.read(path: path).weightCount == RandomModel.all[1].model.weightCount)
    // Nothing is left beside it.
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model.json"])
    // A model that readers would refuse is not written, and what was there stays.
    let before = try Data(contentsOf: URL(filePath: path))
    var broken = RandomModel.all[1].model
    broken.stages[0].network.weights[3] = .nan
    #expect(throws: ModelError.notFinite(place: "stages[0].network.weights[3]")) {
      try ModelWriter.write(broken, to: path)
    }
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
  }

  /// Lists of numbers stand on one line each, so that a changed weight is a changed line.
  @Test func linesAreReadable() throws {
    let text = String(decoding: try ModelWriter.bytes(of: RandomModel.all[1].model), as: UTF8.self)
    #expect(text.hasSuffix("}\n"))
    #expect(text.contains("\"taps\" : [0, 1, 2]"))
    #expect(text.split(separator: "\n").count < 250)
  }

  @Test func positionsAndPlainValues() {
    let control = Control(id: "gain", name: "Gain", minimum: -20, maximum: 60, default: 0, role: .condition)
    #expect(control.position(ofPlain: -20) == 0 && control.position(ofPlain: 20) == 0.5)
    #expect(control.position(ofPlain: 100) == 1 && control.plain(atPosition: 0.25) == 0)
  }

  @Test func coordinates() {
    #expect(Coordinate.position(of: "a").normalised(0.75, timeStep: 1) == 0.5)
    let time = Coordinate.logTimeStep(lowestRateHz: 88_200, highestRateHz: 352_800)
    #expect(abs(time.normalised(1 / 176_400, timeStep: 1 / 176_400)) < 1e-12)
    #expect(time.normalised(1 / 88_200, timeStep: 1) == 1 && time.normalised(1, timeStep: 1) == 1)
    #expect(time.normalised(1e-9, timeStep: 1) == -1)
    let pot = Coordinate(
      name: "r", source: .control, control: "a", law: .logarithmic, offset: 1, slope: 99, from: 0,
      to: 4.605170185988092)
    #expect(abs(pot.normalised(9.0 / 99, timeStep: 1)) < 1e-12)
  }

  @Test func rates() {
    let cutoff = Coordinate(
      name: "cutoff", source: .control, control: "a", law: .rate, offset: 5, slope: 2, from: 0.01, to: 0.02)
    #expect(abs(cutoff.physical(0.5, timeStep: 1e-5) / (1e-5 * exp(6)) - 1) < 1e-15)
    // q follows its law beyond the trained range, c does not.
    #expect(cutoff.physical(1, timeStep: 1e-4) > 0.1 && cutoff.normalised(1, timeStep: 1e-4) == 1)
    #expect(abs(cutoff.normalised(0.5, timeStep: 0.015 / exp(6))) < 1e-12)
  }

  @Test func levels() {
    let level = Model.Level(control: "volume", gain: [1, 2, 3])
    #expect(level.gain(atPosition: 0) == 2 && level.gain(atPosition: 0.5) == -2 && level.gain(atPosition: 1) == 6)
    #expect(level.gain(atPosition: 7) == 6)
  }

  @Test func activation() {
    let f = Activation.rationalTanh
    #expect(f.value(3) == 1 && f.value(-7) == -1 && f.value(0) == 0 && f.slope(0) == 1 && f.slope(4) == 0)
    for x in stride(from: -3.5, through: 3.5, by: 0.17) {
      #expect(abs((f.value(x + 1e-6) - f.value(x - 1e-6)) / 2e-6 - f.slope(x)) < 1e-9)
      #expect(abs(f.value(x)) <= 1 && f.value(-x) == -f.value(x))
    }
  }
}
