import Foundation
import TestModels
import Testing
import Training

/// What is simulated once is taken from the disk, and only that.
@Suite struct TruthCacheTests {
  @Test func everySampleOfARecordingCounts() throws {
    let plan = try TrainingPlan(folder: Repository.root.appending(path: "Models/diode-clipper").path)
    let recording = (0..<1000).map { sin(0.1 * Double($0)) }
    // As long, and the same sum.
    var swapped = recording
    swapped.swapAt(10, 20)
    let digests = [[recording], [swapped], [recording, swapped], [swapped, recording], []].map {
      TruthCache.digest(plan, recordings: $0)
    }
    #expect(Set(digests).count == digests.count)
    #expect(TruthCache.digest(plan, recordings: [recording]) == digests[0])
  }

  @Test func whatCannotBeWrittenSaysWhy() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attractor-file-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try AtomicFile.write("one".utf8, to: folder.path + "/made/for/it.txt")
    try AtomicFile.write("two".utf8, to: folder.path + "/made/for/it.txt")
    #expect(try String(contentsOfFile: folder.path + "/made/for/it.txt", encoding: .utf8) == "two")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/made/for") == ["it.txt"])
    let path = folder.path + "/made/for/it.txt/card.json"
    do {
      try AtomicFile.write("three".utf8, to: path)
      Issue.record("a file has no files within")
    } catch TrainingError.unwritable(let place, let reason) {
      #expect(place == path && reason == "Not a directory")
    }
    // A folder in the file's place: what was written beside it is taken away.
    do {
      try AtomicFile.write("four".utf8, to: folder.path + "/made/for")
      Issue.record("a folder was replaced")
    } catch TrainingError.unwritable(_, let reason) {
      #expect(reason == "Is a directory")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/made") == ["for"])
  }
}
