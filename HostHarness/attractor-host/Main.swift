import ArgumentParser
import Foundation

@main
struct AttractorHost: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attractor-host",
    abstract: "A headless host for CLAP plugins.",
    discussion: """
      Scans, describes, renders and checks any .clap plugin.

      Exit codes: 0 success; 1 a finding, such as a plugin that fails; 2 misuse or input that cannot be read. After \
      an error no output file is left behind.
      """,
    version: "0.1.0",
    subcommands: [
      Scan.self, Info.self, Presets.self, Render.self, Compare.self, Regress.self, CheckCommand.self, Fuzz.self,
      Soak.self, BudgetCommand.self, Instructions.self, BenchHost.self, ReplayCommand.self, Play.self, Probe.self,
      InstructionsOne.self, CheckOne.self, FuzzOne.self,
    ])

  static func main() {
    var command: any ParsableCommand
    do {
      command = try parseAsRoot()
    } catch {
      // ArgumentParser knows help from misuse; only the number is ours.
      let text = fullMessage(for: error)
      let isHelp = exitCode(for: error).isSuccess
      FileHandle(fileDescriptor: isHelp ? 1 : 2).write(Data((text + "\n").utf8))
      Foundation.exit(isHelp ? 0 : 2)
    }
    // A file that may not grow any further is an error like a full disk.
    signal(SIGXFSZ, SIG_IGN)
    do {
      try run(&command)
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch {
      // The help command answers by throwing.
      guard !exitCode(for: error).isSuccess else { return print(fullMessage(for: error)) }
      let failure = Failure(error)
      failure.tell()
      Foundation.exit(failure.code)
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
}
