import ArgumentParser
import Foundation

struct SavePreset: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "save-preset",
    abstract: "Make a preset of a plugin's state, where the plugin's browser finds it.",
    discussion: """
      Takes a state as `attractor-host render --save-state` writes it. Quality and Bypass are left out: they belong to \
      the session.

      Example:
        attractor-host render build/Attractor.clap --plugin rat --input guitar.wav --output out.wav \\
          --param distortion=0.4 --param filter=0.3 --save-state mine.state
        attractor-lab save-preset mine.state --name "Late Night"
      """)

  @Argument(help: "A file with a plugin's state.")
  var state: String

  @Option(help: "What the preset is called.")
  var name: String

  @Option(help: "A sentence about it.")
  var description: String?

  @Option(help: ArgumentHelp("Where to write; the user's presets if left out.", valueName: "folder"))
  var folder: String?

  @Flag(help: "Replace a preset of the same name.")
  var force = false

  private static let sceneB = "plugin/scene-b/"
  private static let session = ["plugin/quality", "plugin/bypass"]

  func run() throws {
    guard let text = try? String(contentsOfFile: state, encoding: .utf8), text.hasPrefix("attractor-state ") else {
      throw LabError.notAState(path: state)
    }
    var circuit: String?
    var values: [String: Double] = [:]
    var sceneB: [String: Double] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2, words[0] == "circuit" { circuit = String(words[1]) }
      guard words.count == 3, words[0] == "value", let value = Double(words[2]) else { continue }
      let key = String(words[1])
      if key.hasPrefix(Self.sceneB) {
        sceneB[String(key.dropFirst(Self.sceneB.count))] = value
      } else if !Self.session.contains(key) {
        values[key] = value
      }
    }
    let id = name.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    guard let circuit, !id.isEmpty else { throw LabError.notAState(path: state) }
    let preset = PresetFile.Preset(id: id, name: name, description: description, values: values, sceneB: sceneB)
    let folder = folder ?? Self.userFolder
    let path = "\(folder)/\(circuit)-\(id).\(PresetFile.fileExtension)"
    guard force || !FileManager.default.fileExists(atPath: path) else { throw LabError.presetExists(path: path) }
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try PresetFile(circuit: circuit, presets: [preset]).write(path)
    print(path)
  }

  private static var userFolder: String {
    let environment = ProcessInfo.processInfo.environment
    let data = environment["XDG_DATA_HOME"] ?? (environment["HOME"] ?? "") + "/.local/share"
    return data + "/attractor/presets"
  }
}
