import ArgumentParser

@main
struct Lab: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attractor-lab",
    abstract: "From a circuit's netlist to a model that can be played.",
    subcommands: [Train.self, Demo.self])
}
