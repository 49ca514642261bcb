import Foundation
import Testing

/// Models of a user's own, through the built host in a process of its own: what is found depends on the environment.
@Suite struct UserModelTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "attractor-\(UUID().uuidString)")
  private static let root = Library.path.replacing("/build/Attractor.clap", with: "")
  private static let id = "org.attractor.user.diode-clipper"

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: "\(Self.root)/Models/diode-clipper/model.json", toPath: folder.appending(path: "mine.json").path)
    try Data("{ \"schema\": 2, ".utf8).write(to: folder.appending(path: "broken.json"))
    try FileManager.default.copyItem(
      atPath: "\(Self.root)/Models/diode-clipper/model.json", toPath: folder.appending(path: "twice.json").path)
    try Data("no model".utf8).write(to: folder.appending(path: "notes.txt"))
  }

  private func host(_ arguments: [String], models: Bool) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "\(Self.root)/build/attractor-host")
    process.arguments = arguments
    var environment = ProcessInfo.processInfo.environment
    environment["ATTRACTOR_MODELS"] = models ? folder.path : nil
    environment["XDG_DATA_HOME"] = "/nonexistent"
    process.environment = environment
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }

  private func render(_ output: String, models: Bool, _ more: [String]) throws -> (code: Int32, output: String) {
    try host(
      [
        "render", Library.path, "--plugin", Self.id, "--input", "\(Self.root)/Tests/Fixtures/audio/guit_e_fifths.flac",
        "--output", folder.appending(path: output).path, "--bits", "32f", "--tail", "0",
      ] + more, models: models)
  }

  @Test func theyAppearAndABrokenFileBreaksNothing() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let with = try host(["info", Library.path, "--json"], models: true)
    let without = try host(["info", Library.path, "--json"], models: false)
    #expect(with.code == 0 && without.code == 0)
    #expect(with.output.contains(Self.id) && !without.output.contains(Self.id))
    for id in Library.shared.ids { #expect(with.output.contains("\"\(id)\"")) }
    // The first host with a log hears which files were left out, and why.
    let played = try render("a.wav", models: true, [])
    #expect(played.code == 0)
    #expect(played.output.contains("broken.json is left out: "))
    #expect(played.output.contains("twice.json is left out: another file has the circuit diode-clipper already"))
    #expect(!played.output.contains("mine.json") && !played.output.contains("notes.txt"))
  }

  /// The state holds the model: a session sounds the same where the file is missing.
  @Test func aSessionOpensWithoutTheFile() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let state = folder.appending(path: "session.state").path
    let here = try render(
      "here.wav", models: true, ["--param", "diode=0.2", "--param", "input=9", "--save-state", state])
    #expect(here.code == 0)
    let there = try render("there.wav", models: false, ["--state", state])
    #expect(there.code == 0, "\(there.output)")
    let files = ["here.wav", "there.wav"].map { FileManager.default.contents(atPath: folder.appending(path: $0).path) }
    #expect(files[0] == files[1] && files[0]?.isEmpty == false)
    let mute = try render("mute.wav", models: false, [])
    #expect(mute.code == 1 && mute.output.contains("activate"), "without file and state there is nothing to play")
    // A state whose model is damaged is refused whole.
    var bytes = try Data(contentsOf: URL(filePath: state))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(filePath: state))
    let damaged = try render("damaged.wav", models: false, ["--state", state])
    #expect(damaged.code == 2)
  }
}
