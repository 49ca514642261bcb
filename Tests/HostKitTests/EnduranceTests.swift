import HostKit
import Testing

@Suite struct EnduranceTests {
  @Test func findsWhatIsWrongAndFindsItAgain() throws {
    // This plugin hands through whatever comes in, numbers or not.
    let library = try ClapLibrary(Fixture.plugin("gain"))
    let id = library.descriptors[0].id
    var settings = EnduranceSettings()
    settings.frames = 10_000_000
    settings.seed = 3
    settings.workers = 2
    let result = try Endurance.run(library, id, settings)
    let finding = try #require(result.findings.first)
    #expect(finding.description.contains("seed 3, session \(finding.session)"))
    settings.session = finding.session
    let again = try Endurance.run(library, id, settings)
    #expect(again.findings == [finding])
  }

  @Test func commandSaysSo() throws {
    let outcome = try CommandTests().run("soak", Fixture.plugin("gain"), "--samples", "1e7", "--seed", "5")
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("finding: ") && outcome.output.contains("seed 5, session "))
    let none = try CommandTests().run("soak", Fixture.plugin("gain"), "--samples", "0")
    #expect(none.code == 2)
    let unknown = try CommandTests().run("soak", Fixture.plugin("gain"), "--hold", "Nothing=1")
    #expect(unknown.code == 2)
  }
}
