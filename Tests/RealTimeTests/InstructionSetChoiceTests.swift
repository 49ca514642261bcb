import Foundation
import InstructionSets
import Testing

/// What `ATTRACTOR_ISA` makes of a processor's best.
@Suite struct InstructionSetChoiceTests {
  @Test(arguments: InstructionSet.allCases)
  func eachCanBeForcedWhereTheProcessorHasIt(_ best: InstructionSet) {
    for (name, set) in [("baseline", InstructionSet.baseline), ("v3", .v3), ("v4", .v4)] {
      let chosen = InstructionSet.chosen(for: name, best: best)
      #expect(chosen == (set.rawValue <= best.rawValue ? set : best), "\(name)")
      #expect(InstructionSet.complaint(about: name) == nil)
    }
  }

  @Test(arguments: InstructionSet.allCases, ["avx2", "V3", " v3", "v3 ", "3", "v5"])
  func otherNamesAreToldAndForceNothing(_ best: InstructionSet, _ name: String) throws {
    #expect(InstructionSet.chosen(for: name, best: best) == best)
    let complaint = try #require(InstructionSet.complaint(about: name))
    #expect(complaint.hasPrefix("ATTRACTOR_ISA is \"\(name)\", expected one of baseline, v3, v4"))
    #expect(complaint.hasSuffix("\n"))
  }

  @Test(arguments: InstructionSet.allCases, [nil, ""])
  func nothingForcesNothing(_ best: InstructionSet, _ name: String?) {
    #expect(InstructionSet.chosen(for: name, best: best) == best)
    #expect(InstructionSet.complaint(about: name) == nil)
  }

  /// In processes of their own, as a choice is made once.
  @Test func theEnvironmentForcesOne() async throws {
    let forced = try #require(
      await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
        setenv(InstructionSet.variable, "baseline", 1)
        #expect(InstructionSet.chosen == .baseline)
      })
    #expect(!String(decoding: forced.standardErrorContent, as: UTF8.self).contains(InstructionSet.variable))
    let unknown = try #require(
      await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
        setenv(InstructionSet.variable, "avx2", 1)
        #expect(InstructionSet.chosen == .best && InstructionSet.chosen == .best)
      })
    let told = String(decoding: unknown.standardErrorContent, as: UTF8.self)
    #expect(told.components(separatedBy: try #require(InstructionSet.complaint(about: "avx2"))).count == 2, "once")
  }

  @Test func whatIsChosenIsThere() {
    #expect(InstructionSet.available.contains(InstructionSet.chosen))
    #expect(InstructionSet.available.first == .baseline && InstructionSet.available.last == .best)
  }
}
