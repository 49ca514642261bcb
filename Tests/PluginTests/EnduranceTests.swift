import HostKit
import Testing

/// A short soak; `make soak` plays the long one.
@Suite struct EnduranceTests {
  @Test(arguments: Library.shared.ids) func staysSound(_ id: String) throws {
    var settings = EnduranceSettings()
    settings.frames = 1_000_000
    settings.workers = 2
    let library = try ClapLibrary(Library.path)
    let result = try Endurance.run(library, id, settings)
    #expect(result.findings.isEmpty, "\(result.findings.map(\.description))")
    #expect(result.frames >= settings.frames && result.events > 0)
  }

  /// `make soak` has ten thousand.
  @Test(arguments: Library.shared.ids) func randomLives(_ id: String) throws {
    var settings = LifeCycleSettings()
    settings.lives = 60
    let result = try LifeCycles.run(try ClapLibrary(Library.path), id, settings)
    #expect(result.findings.isEmpty, "\(result.findings)")
    #expect(result.lives == 60 && result.calls > 600)
  }
}
