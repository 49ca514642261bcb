import CLAP
import HostKit

/// One round of chance: lives in random order, damaged states, nonsense typed for values. The seed decides all of it.
public enum FuzzRound {
  private static let lives = 6
  private static let damages = 40

  /// Runs in the calling process, which may not survive it.
  public static func run(_ subject: Subject) -> Verdict {
    do {
      let library = try subject.library()
      var settings = LifeCycleSettings()
      settings.lives = lives
      settings.seed = subject.seed
      let result = try LifeCycles.run(library, subject.plugin, settings)
      if let finding = result.findings.first { return Verdict(.failed, finding) }
      try damage(subject)
      try type(subject)
      return Verdict(.passed)
    } catch let verdict as Verdict {
      return verdict
    } catch {
      return Verdict(.failed, "\(error)")
    }
  }

  private static func damage(_ subject: Subject) throws {
    let plugin = try subject.playing()
    guard plugin.rawExtension(CLAP_EXT_STATE) != nil else { return }
    let stage = Stage<Float>(plugin)
    let noise = subject.noise(stage.inputChannels, 512)
    var random = subject.random(20)
    var damage = StateDamage(try plugin.saveState(), random)
    for turn in 0..<damages {
      let (bytes, what) = damage.next()
      let isTaken = plugin.takes(bytes)
      let story = "state \(turn), \(what), \(isTaken ? "taken" : "refused"): "
      try expectNormal(try stage.take(noise, frames: 1 + random.below(512)).output, story)
      for parameter in plugin.parameters where parameter.flags & CLAP_PARAM_IS_READONLY == 0 {
        let value = plugin.value(of: parameter.id) ?? .nan
        try expect(
          parameter.range.contains(value),
          "\(story)expected \(parameter.name) within \(parameter.range), found \(value)")
      }
    }
  }

  private static func type(_ subject: Subject) throws {
    let plugin = try subject.make()
    var random = subject.random(21)
    for parameter in plugin.parameters {
      let text = plugin.text(of: parameter.value(at: random.uniform()), parameter: parameter.id) ?? ""
      var bytes = Array(text.utf8)
      for _ in 0..<random.below(6) { bytes.insert(UInt8(1 + random.below(255)), at: random.below(bytes.count + 1)) }
      let typed = String(decoding: bytes, as: UTF8.self)
      let value = plugin.value(ofText: typed, parameter: parameter.id) ?? 0
      try expect(value.isFinite, "\(parameter.name): expected '\(typed)' refused or a number, got \(value)")
    }
  }
}
