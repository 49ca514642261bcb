import Foundation
import HostKit
import Testing

/// Budgets: that everything is measured and counted. How long it took is nobody's business here.
@Suite struct BudgetTests {
  let folder = TemporaryFolder()
  let gain = Fixture.plugin("gain")

  func budget(_ options: [String], environment: [String: String] = [:]) throws -> CommandLineTool.Outcome {
    try CommandLineTool.run(["budget", gain] + options, environment: environment)
  }

  @Test func everyCombinationIsARow() throws {
    let outcome = try budget([
      "--rates", "44100,96000", "--blocks", "16,64", "--densities", "0,3", "--channels", "2", "--seconds", "0.01",
      "--json", "--plot", folder.file("b.svg"),
    ])
    #expect(outcome.code == 0 && outcome.errors.isEmpty)
    let rows = try #require(outcome.json["rows"] as? [[String: Any]])
    #expect(rows.count == 2 * 2 * 2 * 2)
    for row in rows {
      let workload = try #require(row["workload"] as? [String: Any])
      let isCold = workload["caches"] as? String == "cold"
      #expect(row["blocks"] as? Int == (isCold ? 64 : 1000))
      for clock in ["cpu", "wall"] {
        let load = try #require(row[clock] as? [String: Any])
        let values = ["p50", "p99", "p99_9", "max"].compactMap { load[$0] as? Double }
        #expect(values.count == 4 && values == values.sorted() && values[0] > 0)
        #expect((load["histogram"] as? [Int])?.reduce(0, +) == row["blocks"] as? Int)
      }
      let usage = try #require(row["usage"] as? [String: Any])
      #expect(usage["voluntarySwitches"] as? Int == 0, "a gain waits for nothing")
    }
    let svg = try String(contentsOfFile: folder.file("b.svg"), encoding: .utf8)
    #expect(svg.hasPrefix("<svg xmlns") && svg.contains("44100 Hz, cold caches") && svg.contains("3 events"))
    #expect(svg.components(separatedBy: "<svg ").count == svg.components(separatedBy: "</svg>").count)
  }

  @Test func theLimitDecides() throws {
    let quick = ["--rates", "48000", "--blocks", "512", "--densities", "0", "--caches", "warm", "--seconds", "0.01"]
    let good = try budget(quick + ["--max-load", "100000%"])
    #expect(good.code == 0 && good.output.contains("passed"))
    let bad = try budget(quick + ["--max-load", "0.0001%"])
    #expect(bad.code == 1 && bad.output.contains("exceeded") && bad.errors.isEmpty)
  }

  @Test func theJudgedFigureAndSeveralPlugins() throws {
    let quick = ["--rates", "48000", "--blocks", "64", "--densities", "0,1", "--caches", "warm", "--seconds", "0.01"]
    let outcome = try CommandLineTool.run(
      ["budget", Fixture.plugin("bad-file"), "--judge", "p50", "--max-load", "50%"] + quick)
    #expect(outcome.code == 2 && outcome.errors.contains("expected an audio output"), "alone it must have one")
    let two = try CommandLineTool.run(
      ["budget", "\(Fixture.products)/libAttractor.so", "--judge", "p50", "--max-load", "1000%", "--json"] + quick)
    #expect(two.code == 0 && two.json["judged"] as? String == "p50")
    let rows = try #require(two.json["rows"] as? [[String: Any]])
    let plugins = try #require(two.json["plugins"] as? [String])
    #expect(plugins.count >= 7 && rows.count == 2 * plugins.count)
    let medians = rows.compactMap { ($0["cpu"] as? [String: Any])?["p50"] as? Double }
    #expect(two.json["worst"] as? Double == medians.max())
    #expect(try budget(quick + ["--judge", "mean"]).code == 2)
  }

  @Test(arguments: [
    (["--rates", "fast"], "--rates: expected 1000 to 768000 Hz"),
    (["--blocks", "0,64"], "--blocks: expected 1 to 16384 frames"),
    (["--densities", "1,,2"], "--densities: expected 0 to 4096 events per block"),
    (["--channels", "3"], "such as 2, got '3'"),
    (["--caches", "hot"], "warm, cold, or warm,cold"),
    (["--seconds", "-1"], "--seconds"),
    (["--max-load", "20"], "a percentage such as 20%"),
    (["--move", "Gian"], "expected one of Gain, Mode"),
    (["--param", "Gain=9"], "a value from 0.0 to 4.0"),
    (["--input", "noise:x"], "noise:SEED"),
    (["--input", "/no/such.wav"], "/no/such.wav"),
    (["--plot", "/no/folder/b.svg", "--blocks", "64", "--rates", "48000", "--seconds", "0.01"], "/no/folder/b.svg"),
  ])
  func misuseIsExplained(options: [String], message: String) throws {
    let outcome = try budget(options)
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(message) && outcome.output.isEmpty)
  }

  @Test func withoutParametersOnlyRowsWithoutEvents() throws {
    let options = ["--rates", "48000", "--blocks", "64", "--seconds", "0.01", "--caches", "warm"]
    let outcome = try CommandLineTool.run(["budget", Fixture.plugin("echo"), "--json"] + options)
    #expect(outcome.code == 0 && (outcome.json["rows"] as? [Any])?.count == 1)
    #expect(outcome.output.contains("no continuous parameter"))
    let none = try CommandLineTool.run(["budget", Fixture.plugin("echo"), "--densities", "4"] + options)
    #expect(none.code == 2 && none.errors.contains("--densities: expected 0"))
  }

  @Test func instructionsAreTheSameEveryTime() throws {
    let options = [
      "--rates", "48000", "--blocks", "64", "--densities", "0", "--caches", "warm", "--seconds", "0.01",
      "--instructions", "--json",
    ]
    let counts = try (0..<2).map { _ in
      let outcome = try budget(options)
      #expect(outcome.code == 0)
      return (outcome.json["rows"] as? [[String: Any]])?.first?["instructionsPerFrame"] as? Double
    }
    #expect(counts[0] == counts[1])
    let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/valgrind")
    if isInstalled { #expect((counts[0] ?? 0) > 1) }
    let without = try budget(options, environment: ["PATH": folder.path])
    #expect(without.code == 0 && without.output.contains("valgrind is not installed"))
  }

  @Test func realTimePriorityIsToldEitherWay() throws {
    let outcome = try budget([
      "--rates", "48000", "--blocks", "64", "--densities", "0", "--caches", "warm", "--seconds", "0.01", "--fifo",
    ])
    #expect(outcome.code == 0 && outcome.output.contains("SCHED_FIFO"))
  }

  @Test func statisticsAreRanks() {
    let load = LoadStatistics((1...1000).map { UInt64($0) * 1000 }, deadline: 1e-3)
    let expected = [0.5, 0.99, 0.999, 1]
    for (value, right) in zip([load.p50, load.p99, load.p99_9, load.max], expected) {
      #expect(abs(value - right) < 1e-9)
    }
    #expect(load.misses == 0 && LoadStatistics([2_000_000], deadline: 1e-3).misses == 1)
    #expect(LoadStatistics([2_000_000], deadline: 1e-3).histogram.last == 1)
    #expect(LoadStatistics([], deadline: 1).max == 0)
  }

  @Test func theHostMeasuresItself() throws {
    let nothing = try CommandLineTool.run(["bench-host", "--seconds", "1", "--json"])
    #expect(nothing.code == 0 && nothing.json["plugin"] as? String == "org.attractor.host.nothing")
    #expect((nothing.json["rows"] as? [Any])?.count == 4)
    let real = try CommandLineTool.run([
      "bench-host", gain, "--seconds", "60", "--blocks", "512", "--max-load", "1000%",
    ])
    #expect(real.code == 0 && real.output.contains("5625"))
    print(real.output)
    #expect(try CommandLineTool.run(["bench-host", gain, "--seconds", "1", "--max-load", "0.00001%"]).code == 1)
    for (options, message) in [
      (["--blocks", "x"], "--blocks"), (["--seconds", "0"], "--seconds"), (["--rate", "1"], "1000 to 768000 Hz"),
      (["--max-load", "much"], "such as 20%"), (["/no.clap"], "/no.clap"),
    ] {
      let outcome = try CommandLineTool.run(["bench-host"] + options)
      #expect(outcome.code == 2 && outcome.errors.contains(message))
    }
  }
}
