import ArgumentParser
import AudioFiles
import Circuits
import Foundation
import Signals
import Training

struct Spice: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the circuit as a deck that ngspice's own command line runs.",
    discussion: """
      The netlist's external sources become sources with their values written out. Without --input: 10 ms of a sine \
      of 1 V at 1 kHz.

      Example:
        attractor-lab spice Models/diode-clipper --knob diode=0 > clipper.cir && ngspice -b clipper.cir
      """)

  @Argument(help: ArgumentHelp("The circuit's folder, such as Models/diode-clipper.", valueName: "circuit"))
  var circuit: String

  @Option(help: ArgumentHelp("The audio to drive it with; one unit is one volt.", valueName: "file"))
  var input: String?

  @Option(help: ArgumentHelp("How much of the audio.", valueName: "s"))
  var seconds = 0.1

  @Option(
    help: ArgumentHelp("Where a knob stands, 0 to 1; the recipe's default if left out.", valueName: "name=position"))
  var knob: [String] = []

  @Option(help: ArgumentHelp("Samples that are printed per second.", valueName: "hz"))
  var rate = 96_000.0

  /// Points of the input's straight lines per printed sample.
  private static let oversampling = 8

  func run() throws {
    guard (8_000...1_536_000).contains(rate) else {
      throw LabError.number(option: "--rate", expected: "8000 to 1536000 Hz", actual: "\(rate)")
    }
    guard (0.0001...60).contains(seconds) else {
      throw LabError.number(option: "--seconds", expected: "0.0001 to 60", actual: "\(seconds)")
    }
    let (circuit, positions) = try CircuitFolder(circuit).circuit(knobs: knob)
    let gridRate = rate * Double(Self.oversampling)
    let signal: [Double]
    if let input {
      let material = try Material(file: input).excerpt(from: 0, seconds: seconds)
      signal = material.resampled(to: gridRate).samples
    } else {
      signal = (0...Int(gridRate / 100)).map { sin(2 * .pi * 1000 * Double($0) / gridRate) }
    }
    let knobs = Dictionary(uniqueKeysWithValues: zip(circuit.controls, positions.map { KnobMotion.held($0) }))
    let deck = try NgspiceOracle.standaloneDeck(
      circuit, input: signal, knobs: knobs, inputRate: gridRate, outputRate: rate)
    print(deck, terminator: "")
  }
}
