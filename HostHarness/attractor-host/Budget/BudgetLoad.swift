import ArgumentParser
import Foundation
import HostKit

/// What a budget is measured on.
struct BudgetLoad: ParsableArguments {
  @OptionGroup var choice: EachPlugin

  @OptionGroup var first: FirstValues

  @Option(help: ArgumentHelp("Automate this parameter; all continuous ones if left out.", valueName: "name"))
  var move: [String] = []

  @Option(help: ArgumentHelp("What is played: \(InputSource.help).", valueName: "input"))
  var input = "noise:1"

  /// - Parameter id: one of the plugins that are meant.
  func budget(_ id: String, in library: ClapLibrary, seconds: Double) throws -> Budget {
    let source = try InputSource(parsing: input)
    let instance = try library.instantiate(id)
    try first.set(on: instance)
    var settings = BudgetSettings(input: try source.audio(for: instance, rate: 48000, seconds: 2))
    settings.seconds = seconds
    if !move.isEmpty {
      settings.moved = try move.map { name throws(HostError) in try instance.parameter(name) }
    }
    return Budget(instance, settings)
  }

  /// The same for a process that counts instructions. What is wrong with it, `budget` has said before.
  func counted(_ id: String, _ workload: Workload) -> InstructionCase {
    var counted = InstructionCase(name: id, plugin: id, workload)
    counted.input = input
    for text in first.param {
      guard let equals = text.firstIndex(of: "=") else { continue }
      counted.parameters[String(text[..<equals])] = String(text[text.index(after: equals)...])
    }
    counted.moved = move
    return counted
  }
}
