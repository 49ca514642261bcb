import Foundation
import Synchronization
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

  /// Stopped after the first groups, the next run simulates the others alone, and draws from the same material.
  @Test func aStoppedSimulationGoesOn() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attractor-truth-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let plan = try smallPlan(folder.appending(path: "clipper"))
    func files(_ run: String) throws -> [String: Date] {
      let path = folder.appending(path: run).path
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      return try Dictionary(
        uniqueKeysWithValues: names.filter { $0.hasSuffix(".truth") }.map {
          ($0, try FileManager.default.attributesOfItem(atPath: path + "/" + $0)[.modificationDate] as! Date)
        })
    }
    /// As far as the first fit, or until there is a group on disk.
    func simulate(_ run: String, stopsEarly: Bool) throws {
      let path = folder.appending(path: run).path
      let heard = Heard()
      let trainer = Trainer(
        plan, recordings: [(0..<48_000).map { sin(0.1 * Double($0)) }], workFolder: path, workers: 2,
        watch: { heard.note($0) },
        isCancelled: { heard.isSimulated || (stopsEarly && Self.hasGroup(path)) })
      let error = #expect(throws: TrainingError.self) { _ = try trainer.train { [] } }
      if case .cancelled? = error { return }
      Issue.record("expected to be stopped, found \(String(describing: error))")
    }
    try simulate("stopped", stopsEarly: true)
    let before = try files("stopped")
    #expect(!before.isEmpty)
    try simulate("stopped", stopsEarly: false)
    try simulate("whole", stopsEarly: false)
    let (stopped, whole) = (try files("stopped"), try files("whole"))
    #expect(whole.count == 8 && Set(stopped.keys) == Set(whole.keys))
    for (name, date) in before { #expect(stopped[name] == date, "\(name) was made again") }
    for name in whole.keys {
      let (one, other) = (folder.appending(path: "stopped/" + name), folder.appending(path: "whole/" + name))
      #expect(try Data(contentsOf: one) == Data(contentsOf: other), "\(name)")
    }
    // Cut, no number, or one bit another: made anew, and that alone. The last value lies before eight bytes of check sum.
    let names = whole.keys.sorted()
    let damaged = names.prefix(3).map { folder.appending(path: "whole/" + $0) }
    let contents = try damaged.map { try Data(contentsOf: $0) }
    try contents[0].dropLast(4).write(to: damaged[0])
    let last = contents[1].count - 12
    try (contents[1].prefix(last) + Data([0, 0, 0xC0, 0x7F]) + contents[1].suffix(8)).write(to: damaged[1])
    var flipped = contents[2]
    flipped[flipped.count - 12] ^= 1
    try flipped.write(to: damaged[2])
    try simulate("whole", stopsEarly: false)
    for (place, content) in zip(damaged, contents) { #expect(try Data(contentsOf: place) == content) }
    let again = try files("whole")
    for name in names.dropFirst(3) { #expect(again[name] == whole[name], "\(name) was made again") }
  }

  @Test func withoutRoomOnDiskItIsTrainedAllTheSame() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attractor-full-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let plan = try smallPlan(folder.appending(path: "clipper"))
    // A file where the folder would be.
    try Data().write(to: folder.appending(path: "work"))
    let heard = Heard()
    let trainer = Trainer(
      plan, recordings: [(0..<48_000).map { sin(0.1 * Double($0)) }], workFolder: folder.path + "/work", workers: 2,
      watch: { heard.note($0) }, isCancelled: { heard.isSimulated })
    #expect(throws: TrainingError.self) { _ = try trainer.train { [] } }
    #expect(heard.isSimulated)
    let told = heard.complaints
    #expect(told.count == 1 && told[0].contains(".truth: cannot be written: Not a directory"), "\(told)")
  }

  private static func hasGroup(_ path: String) -> Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.contains { $0.hasSuffix(".truth") }
  }

  /// What a training has said so far.
  private final class Heard: Sendable {
    private let events = Mutex<[TrainingEvent]>([])

    func note(_ event: TrainingEvent) { events.withLock { $0.append(event) } }
    var isSimulated: Bool { events.withLock { $0.contains { $0.stage.hasSuffix("small signal") } } }
    var complaints: [String] { events.withLock { $0.filter { $0.stage.hasSuffix("not kept") }.map(\.detail) } }
  }

  /// The diode clipper with little material: eight groups.
  private func smallPlan(_ folder: URL) throws -> TrainingPlan {
    let source = Repository.root.appending(path: "Models/diode-clipper")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: source.appending(path: "circuit.cir"), to: folder.appending(path: "circuit.cir"))
    let text = try String(contentsOf: source.appending(path: "recipe.json"), encoding: .utf8)
    let small = text.replacing(
      #/"trajectories": \d+, "seconds": [\d.]+/#, with: #""trajectories": 64, "seconds": 0.05"#)
    #expect(small != text)
    try small.write(to: folder.appending(path: "recipe.json"), atomically: true, encoding: .utf8)
    return try TrainingPlan(folder: folder.path)
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
