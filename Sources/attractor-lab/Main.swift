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
    // A file that may not grow any further is an error like a full disk.
    signal(SIGXFSZ, SIG_IGN)
    var command: any ParsableCommand
    do {
      command = try parseAsRoot()
    } catch {
      // ArgumentParser knows help from misuse; only the number is ours.
      answer(error)
    }
    do {
      try run(&command)
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch {
      // The help command answers by throwing.
      if exitCode(for: error).isSuccess { answer(error) }
      fail(error)
    }
  }

  /// What was printed counts only when it has arrived.
  private static func run(_ command: inout any ParsableCommand) throws {
    do {
      try command.run()
    } catch let finding as ExitCode {
      try StandardOutput.flush()
      throw finding
    }
    try StandardOutput.flush()
  }

  /// Help that was asked for, or misuse.
  private static func answer(_ error: any Error) -> Never {
    guard exitCode(for: error).isSuccess else {
      StandardError.write(fullMessage(for: error) + "\n")
      Foundation.exit(2)
    }
    print(fullMessage(for: error))
    do {
      try StandardOutput.flush()
    } catch {
      fail(error)
    }
    Foundation.exit(0)
  }

  private static func fail(_ error: any Error) -> Never {
    let text = "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
    StandardError.write("attractor-lab: \(text)\n")
    Foundation.exit(LabError.isFinding(error) ? 1 : 2)
  }
}
