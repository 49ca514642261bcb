import ArgumentParser
import Foundation
import HostKit

/// The child process under callgrind: plays one case after the other.
struct InstructionsOne: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "instructions-one", shouldDisplay: false)

  @Argument var file: String

  /// `[InstructionCase]` as JSON.
  @Option var cases: String

  func run() throws {
    let cases = try JSONDecoder().decode([InstructionCase].self, from: Data(cases.utf8))
    let library = try ClapLibrary(file)
    // All are made before any plays: a mistake is told at once, and instances may share their models.
    let budgets = try cases.map { each in try named(each) { try each.budget(in: library) } }
    for (each, budget) in zip(cases, budgets) {
      try named(each) { try budget.playCounted(each.workload, blocks: each.blockCount) }
    }
  }

  /// An error says whose it is.
  private func named<Result>(_ each: InstructionCase, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      throw ValidationError("'\(each.name)': \(Failure(error).words)")
    }
  }
}
