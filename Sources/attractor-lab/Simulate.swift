import ArgumentParser
import AudioFiles
import Circuits
import Foundation
import Training

struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Play audio through the circuit itself, exactly and slowly.",
    discussion: """
      One unit of audio is one volt; with --peak the input is first brought to so many volts. The circuit is driven on \
      a grid of at least 700 kHz. WAV and AIFF are written as 32-bit floats, other formats in 24 bits.

      Example:
        attractor-lab simulate Models/diode-clipper --input guitar.wav --output out.wav --peak 2 --knob diode=1
      """)

  @Argument(help: ArgumentHelp("The circuit's folder, such as Models/diode-clipper.", valueName: "circuit"))
  var circuit: String

  @Option(help: ArgumentHelp("The audio to play.", valueName: "file"))
  var input: String

  @Option(help: ArgumentHelp("Where to write: .wav, .flac, .aiff or .ogg.", valueName: "file"))
  var output: String

  @Option(
    help: ArgumentHelp("Where a knob stands, 0 to 1; the recipe's default if left out.", valueName: "name=position"))
  var knob: [String] = []

  @Option(help: ArgumentHelp("Sample rate of the output.", valueName: "hz"))
  var rate = 96_000.0

  @Option(help: ArgumentHelp("What the input's loudest sample is brought to.", valueName: "volts"))
  var peak: Double?

  @Flag(help: "Let ngspice simulate instead of the project's own solver.")
  var oracle = false

  func run() throws {
    guard (8_000...1_536_000).contains(rate) else {
      throw LabError.number(option: "--rate", expected: "8000 to 1536000 Hz", actual: "\(rate)")
    }
    if let peak, !(peak > 0 && peak <= 1000) {
      throw LabError.number(option: "--peak", expected: "volts above 0, at most 1000", actual: "\(peak)")
    }
    let (circuit, positions) = try CircuitFolder(circuit).circuit(knobs: knob)
    let isFloat = ["wav", "aiff", "aif"].contains(URL(fileURLWithPath: output).pathExtension.lowercased())
    let format: SampleFormat = isFloat ? .float32 : .pcm24
    try AudioFile.check(output, bits: format)
    let audio = try Recording.read(input, as: Double.self).resampled(to: rate)
    let loudest = audio.channels.joined().reduce(0) { max($0, abs($1)) }
    let gain = peak.map { loudest > 0 ? $0 / loudest : 1 } ?? 1
    let solver = try TransientSolver(circuit)

    let progress = ProgressLine()
    defer { progress.finish() }
    let started = Date()
    let stage = oracle ? "ngspice simulates" : "simulating"
    let count = Double(audio.channelCount)
    let channels = try audio.channels.enumerated().map { index, channel in
      try CircuitPlayer.play(
        solver, input: channel.map { $0 * gain }, rateHz: rate, gestures: positions.map { .held($0) },
        by: oracle ? .ngspice : .solver
      ) { progress.show(TrainingEvent(stage: stage, fraction: (Double(index) + $0) / count)) }
    }
    let seconds = Date().timeIntervalSince(started)
    progress.finish()
    let length = channels.map(\.count).min() ?? 0
    let result = AudioBuffer(sampleRate: rate, channels: channels.map { Array($0.prefix(length)) })
    try AudioFile.write(result, to: output, bits: format)
    let highest = result.channels.joined().reduce(0) { max($0, abs($1)) }
    let speed = result.duration * count / max(seconds, 1e-9)
    print(String(format: "%.2f audio seconds per second, output peak %.3f V", speed, highest))
    if highest > 1 && !isFloat { print("\(output): what is above 1 V was clipped; WAV would hold it") }
  }
}
