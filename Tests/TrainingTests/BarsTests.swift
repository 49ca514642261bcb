import Foundation
import TestModels
import Testing
import Training

@Suite struct BarsTests {
  private static let knobs = ["cutoff", "resonance"]

  private func read(_ json: String) throws(BarsError) -> Bars {
    try Bars(json: Data(json.utf8), path: "bars.json", knobs: Self.knobs)
  }

  @Test func twoFiguresSayMost() throws {
    let bars = try read(
      """
      { "bars": [{ "row": "still", "atLeast": -48, "aim": -58 }, { "row": "hot", "atLeast": -30, "aim": -31 }] }
      """)
    #expect(bars[row: "still"] == Bar(atLeast: -48, aim: -58) && bars[row: "free-run"] == bars[row: "still"])
    #expect(bars[row: "quiet"] == Bar(atLeast: -42, aim: -52) && bars[row: "filtered-44.1"] == bars[row: "quiet"])
    #expect(bars[row: "hot"] == Bar(atLeast: -30, aim: -31))
    #expect(bars[row: "swept"] == Bars()[row: "swept"])
    for row in ["silence", "tail"] { #expect(bars[row: row] == Bar(atLeast: -100, aim: Bar.silent)) }
    for row in ["still-median", "square-10", "swept-20", "host-48", "alias-live", "nonsense"] {
      #expect(bars[row: row] == nil)
    }
  }

  @Test func limitsAndGroups() throws {
    let bars = try read(
      """
      {
        "bars": [{ "row": "still-resonance-0.9", "atLeast": -33, "aim": -43 }],
        "limits": { "resonance": 0.65 }, "groups": [{ "knob": "resonance", "position": 0.9 }],
        "oscillation": { "resonance": "resonance", "tuning": "cutoff", "positions": [0.5] }
      }
      """)
    #expect(bars.limits == ["resonance": 0.65] && bars.groups.count == 1)
    #expect(bars[row: "still-resonance-0.9"] == Bar(atLeast: -33, aim: -43))
    #expect(bars[row: "swept-resonance-0.9"] == nil)
    #expect(bars.oscillation?.positions == [0.5])
  }

  @Test(arguments: [
    (#"{ "bars": [{ "row": "stil", "atLeast": -1, "aim": -2 }] }"#, "bars[0].row"),
    (
      #"{ "bars": [{ "row": "hot", "atLeast": -1, "aim": -2 }, { "row": "hot", "atLeast": -1, "aim": -2 }] }"#,
      "bars[1].row"
    ),
    (#"{ "bars": [{ "row": "still", "atLeast": -60, "aim": -50 }] }"#, "bars[0].aim"),
    (#"{ "bars": [], "limits": { "drive": 0.5 } }"#, "limits"),
    (#"{ "bars": [], "limits": { "cutoff": 0 } }"#, "limits.cutoff"),
    (#"{ "bars": [], "groups": [{ "knob": "drive", "position": 0.5 }] }"#, "groups[0].knob"),
    (#"{ "bars": [], "groups": [{ "knob": "cutoff", "position": 1.5 }] }"#, "groups[0].position"),
    (
      #"{ "bars": [], "oscillation": { "resonance": "q", "tuning": "cutoff", "positions": [1] } }"#,
      "oscillation.resonance"
    ),
    (
      #"{ "bars": [], "oscillation": { "resonance": "resonance", "tuning": "cutoff", "positions": [] } }"#,
      "oscillation.positions"
    ),
  ]) func saysWhatIsWrong(_ json: String, _ field: String) {
    #expect {
      _ = try read(json)
    } throws: { error in
      guard case BarsError.field("bars.json", field, let expected, let found)? = error as? BarsError else {
        return false
      }
      return !expected.isEmpty && !found.isEmpty
    }
  }

  @Test(arguments: ["", "{", "{}", #"{ "bars": [{ "row": "hot" }] }"#]) func refusesWhatIsNoFile(_ json: String) {
    #expect {
      _ = try read(json)
    } throws: { error in
      if case BarsError.unreadable("bars.json", _)? = error as? BarsError { true } else { false }
    }
  }

  @Test func aCircuitNeedsNone() throws {
    #expect(try Bars(folder: "/nowhere", knobs: []) == Bars())
  }

  /// What lies beside the recipes can be read.
  @Test(arguments: Repository.circuits) func allOfTheProjects(circuit: String) throws {
    let plan = try TrainingPlan(folder: Repository.root.appending(path: "Models/\(circuit)").path)
    let bars = try Bars(folder: plan.folder, knobs: plan.circuit.controls)
    #expect(bars[row: "still"] != nil && bars[row: "swept"] != nil)
  }
}
