import Glibc

/// What a run of random lives is made of.
public struct LifeCycleSettings: Sendable {
  public var lives = 10_000
  /// Decides the calls of every life.
  public var seed: UInt64 = 1
  /// Lives this one only; nil for all.
  public var life: Int?
  /// Most calls of one life.
  public var calls = 40

  public init() {}
}

public struct LifeCycleResult: Sendable {
  public internal(set) var lives = 0
  public internal(set) var calls = 0
  public internal(set) var findings: [String] = []
  /// Resident memory in bytes after a tenth of the lives and at the end.
  public internal(set) var residentBytes = (early: 0, late: 0)

  mutating func add(_ other: LifeCycleResult) {
    lives += other.lives
    calls += other.calls
    findings += other.findings
  }
}

/// Many instances of a plugin, each living a random life, a few of them beside each other.
public enum LifeCycles {
  /// Instances that live at a time: the old ones stay while the next begins.
  private static let neighbours = 3

  /// - Parameter progress: called now and then with the share done, 0...1.
  public static func run(
    _ library: ClapLibrary, _ id: String, _ settings: LifeCycleSettings, progress: (Double) -> Void = { _ in }
  ) throws(HostError) -> LifeCycleResult {
    var result = LifeCycleResult()
    var alive: [LifeCycle] = []
    let numbers = settings.life.map { $0..<$0 + 1 } ?? 0..<settings.lives
    for number in numbers {
      var life = try LifeCycle(library, id, settings, number: number)
      try life.run()
      result.add(life.result)
      if !result.findings.isEmpty { break }
      alive.append(life)
      if alive.count > neighbours { alive.removeFirst() }
      if number == settings.lives / 10 { result.residentBytes.early = residentBytes() }
      progress(Double(number + 1) / Double(settings.lives))
    }
    alive = []
    result.residentBytes.late = residentBytes()
    return result
  }

  /// Of this process.
  private static func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var (size, resident) = (0, 0)
    withUnsafeMutablePointer(to: &size) { size in
      withUnsafeMutablePointer(to: &resident) { resident in
        _ = withVaList([size, resident]) { vfscanf(file, "%ld %ld", $0) }
      }
    }
    return resident * sysconf(Int32(_SC_PAGESIZE))
  }
}
