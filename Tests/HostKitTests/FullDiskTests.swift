import AudioFiles
import Foundation
import Testing

/// No room for what is written: a clear line, exit code 2, and neither a part of the file nor a temporary one.
@Suite struct FullDiskTests {
  let folder = TemporaryFolder()
  let gain = Fixture.plugin("gain")

  /// Runs where no file can grow beyond a kilobyte.
  func run(_ words: String, output: String = "/dev/stdout") throws -> CommandLineTool.Outcome {
    try CommandLineTool.run(
      shell: "cd '\(folder.path)'; ulimit -f 1; '\(Fixture.products)/attractor-host' \(words) > \(output)")
  }

  @Test(arguments: ["wav", "flac", "aiff", "ogg"])
  func audioIsWrittenWholeOrNotAtAll(ending: String) throws {
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: folder.file("kept.\(ending)")))
    for command in ["render '\(gain)'", "replay bitwig '\(gain)'"] {
      for name in ["out", "kept"] {
        let outcome = try run("\(command) --input noise:1 --seconds 9 --output \(name).\(ending)")
        #expect(outcome.code == 2 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("\(name).\(ending): expected room to write the whole file"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(folder.contents == ["kept.\(ending)"])
      }
    }
    #expect(FileManager.default.contents(atPath: folder.file("kept.\(ending)")) == Data([1, 2, 3]))
  }

  @Test func reportsAreWrittenWholeOrNotAtAll() throws {
    let suite = #"{ "schema": 1, "file": "\#(gain)", "renders": [{ "name": "a", "input": "noise:1" }] }"#
    try Data(suite.utf8).write(to: URL(fileURLWithPath: folder.file("suite.json")))
    let noise = Fixture.noise(4800)
    try AudioFile.write(noise, to: folder.file("a.wav"))
    let before = folder.contents
    let checks = "loads,creates,plays,reactivates,state-same,param-info,param-text,audio-silence,ports-sane"
    for words in [
      "check '\(gain)' --only \(checks) --junit out.xml",
      "regress suite.json --html out.html", "compare a.wav a.wav --plot out.svg",
      "budget '\(gain)' --rates 48000 --blocks 64 --seconds 0.01 --plot out.svg",
    ] {
      let outcome = try run(words)
      #expect(outcome.code == 2 && outcome.errors.contains("out.") && outcome.errors.contains("a place to write"))
      #expect(outcome.output.isEmpty, "\(words)")
      #expect(folder.contents == before, "\(words)")
    }
    let blessed = try run("regress suite.json --bless")
    #expect(blessed.code == 1 && blessed.output.contains("room to write the whole file"))
    #expect((try? FileManager.default.contentsOfDirectory(atPath: folder.file("golden"))) ?? [] == [])
  }

  @Test func oneOfManyRendersFails() throws {
    let outcome = try run(
      "render '\(gain)' --input noise:1 --input impulse --seconds 0.001 --output '{input}.wav' --jobs 1 --tail 0")
    #expect(outcome.code == 0 && folder.contents == ["impulse.wav", "noise-1.wav"])
    let input = "--input a.wav --input b.wav"
    try AudioFile.write(Fixture.noise(20), to: folder.file("a.wav"))
    try AudioFile.write(Fixture.noise(4000), to: folder.file("b.wav"))
    let mixed = try run("render '\(gain)' \(input) --output 'out-{input}.wav'")
    #expect(mixed.code == 2 && mixed.output.contains("1 render\n"))
    #expect(mixed.errors.contains("out-b.wav: expected room") && mixed.errors.split(separator: "\n").count == 1)
    #expect(folder.contents.filter { $0.contains("out") } == ["out-a.wav"])
  }

  @Test func whatIsPrintedMustArrive() throws {
    for words in ["info '\(gain)'", "render '\(gain)' --input noise:1 --output out.wav --seconds 0.001"] {
      let outcome = try run(words, output: "/dev/full")
      #expect(outcome.code == 2 && outcome.errors.contains("standard output: expected room"))
    }
  }
}
