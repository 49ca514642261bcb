import ArgumentParser
import Foundation

@main
struct Lab: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attractor-lab",
    abstract: "From a circuit's netlist to a model that can be played.",
    discussion: """
      A CIRCUIT is a folder with circuit.cir and recipe.json, such as Models/diode-clipper.

      Exit codes: 0 success; 1 a finding, such as a model that misses what it must reach; 2 misuse or input that \
      cannot be read. An error leaves no partial file.
      """,
    version: "0.1.0",
    subcommands: [
      Simulate.self, Train.self, Tail.self, Evaluate.self, Build.self, Cards.self, Sweep.self, Spice.self, Speed.self,
      Presets.self, SavePreset.self, Demo.self,
    ])

  static func main() {
    var command: any ParsableCommand
    do {
      command = try parseAsRoot()
    } catch {
      // ArgumentParser knows help from misuse; only the number is ours.
      let isHelp = exitCode(for: error).isSuccess
      FileHandle(fileDescriptor: isHelp ? 1 : 2).write(Data((fullMessage(for: error) + "\n").utf8))
      Foundation.exit(isHelp ? 0 : 2)
    }
    do {
      try command.run()
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch {
      // The help command answers by throwing.
      guard exitCode(for: error).isSuccess else { fail(error) }
      print(fullMessage(for: error))
    }
  }

  private static func fail(_ error: any Error) -> Never {
    let text = "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
    FileHandle.standardError.write(Data("attractor-lab: \(text)\n".utf8))
    Foundation.exit(LabError.isFinding(error) ? 1 : 2)
  }
}
