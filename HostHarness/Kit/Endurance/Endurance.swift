import Dispatch
import Synchronization

/// Plays noise through many instances of a plugin for a very long time, and expects good samples all the way.
///
/// Sessions follow from seed and number alone: a finding is played again by its number.
public enum Endurance {
  /// - Parameter progress: called now and then with the share done, 0...1, from any thread.
  /// - Throws: whatever instances throw; samples and rules are findings in the result.
  public static func run(
    _ library: ClapLibrary, _ id: String, _ settings: EnduranceSettings,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws(HostError) -> EnduranceResult {
    if let number = settings.session { return try play(library, id, settings, number) { _ in } }
    let outcome = Mutex<(result: EnduranceResult, error: HostError?)>((EnduranceResult(), nil))
    let next = Atomic<Int>(0)
    let played = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: max(1, settings.workers)) { _ in
      while played.load(ordering: .relaxed) < settings.frames {
        if outcome.withLock({ $0.error != nil || !$0.result.findings.isEmpty }) { return }
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        do throws(HostError) {
          let result = try play(library, id, settings, number) { frames in
            let sum = played.wrappingAdd(frames, ordering: .relaxed).newValue
            progress(min(1, Double(sum) / Double(settings.frames)))
          }
          outcome.withLock { $0.result.add(result) }
        } catch {
          outcome.withLock { $0.error = error }
        }
      }
    }
    let (result, error) = outcome.withLock { $0 }
    if let error { throw error }
    return result
  }

  private static func play(
    _ library: ClapLibrary, _ id: String, _ settings: EnduranceSettings, _ number: Int, progress: (Int) -> Void
  ) throws(HostError) -> EnduranceResult {
    var session = try EnduranceSession(library, id, settings, number: number)
    try session.run(progress: progress)
    return session.result
  }
}
