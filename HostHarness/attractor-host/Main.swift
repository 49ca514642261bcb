import ArgumentParser
import AudioFiles
import Foundation
import HostKit

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
      Scan.self, Info.self, Render.self, Compare.self, Regress.self, CheckCommand.self, Fuzz.self, Soak.self,
      BudgetCommand.self, BenchHost.self, ReplayCommand.self, Play.self, Probe.self, BudgetOne.self, CheckOne.self,
      FuzzOne.self,
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
    do {
      try command.run()
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch let error as HostError {
      fail("\(error)", code: error.isFinding ? 1 : 2)
    } catch let error as AudioFileError {
      fail("\(error)")
    } catch let error as SuiteError {
      fail("\(error)")
    } catch let error as ValidationError {
      fail(error.message)
    } catch {
      // The help command answers by throwing.
      guard exitCode(for: error).isSuccess else { fail(error.localizedDescription) }
      print(fullMessage(for: error))
    }
  }

  private static func fail(_ message: String, code: Int32 = 2) -> Never {
    FileHandle.standardError.write(Data("attractor-host: \(message)\n".utf8))
    Foundation.exit(code)
  }
}

extension HostError {
  /// Whether the plugin is to blame rather than the command line or its files.
  var isFinding: Bool {
    switch self {
    case .entryRefused, .notCreated, .initRefused, .activationRefused, .startRefused, .processFailed, .stateNotSaved:
      true
    default: false
    }
  }
}
