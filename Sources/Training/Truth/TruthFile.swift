import FoundationEssentials
import Glibc

/// Trajectories of one group on disk, of every stage: played side by side, kept as one.
enum TruthFile {
  private static let magic: UInt64 = 0x34_4854_5552_5441

  /// nil where there is no such file, where it is cut, changed or of another kind, and where a value is no number: the
  /// group is simulated anew then.
  ///
  /// - Returns: per part one trajectory per stage.
  static func read(_ path: String, parts: Int, stages: Int) -> [[KeptTrajectory]]? {
    guard let file = MappedFile(path) else { return nil }
    var reader = Reader(file: file)
    guard reader.integer() == magic, reader.integer() == UInt64(parts), reader.integer() == UInt64(stages)
    else { return nil }
    var result: [[KeptTrajectory]] = []
    for _ in 0..<parts {
      var chain: [KeptTrajectory] = []
      for _ in 0..<stages {
        guard let trajectory = reader.trajectory() else { return nil }
        chain.append(trajectory)
      }
      result.append(chain)
    }
    let sum = reader.sum
    return reader.integer() == sum.value && reader.at == file.bytes.count ? result : nil
  }

  /// - Parameter parts: per part one trajectory per stage.
  /// - Throws: `.unwritable`; nothing is left behind then.
  static func write(_ parts: [[Trajectory]], to path: String) throws(TrainingError) {
    try AtomicFile.write(to: path) { put in
      put(header([magic, UInt64(parts.count), UInt64(parts.first?.count ?? 0)]))
      var sum = CheckSum()
      for trajectory in parts.joined() {
        let (columns, sides) = (trajectory.columns, trajectory.sideSteps.columns)
        put(
          header([
            trajectory.rateHz.bitPattern, UInt64(trajectory.count), UInt64(trajectory.states.count),
            UInt64(trajectory.knobs.count), UInt64(trajectory.sideSteps.count),
          ]))
        for column in columns + sides {
          sum.add(column)
          put(column.withUnsafeBytes { Data($0) })
        }
      }
      put(header([sum.value]))
    }
  }

  private static func header(_ values: [UInt64]) -> Data {
    values.reduce(into: Data()) { data, value in
      withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
    }
  }

  /// Of all values: a disk may give back others than it was given.
  private struct CheckSum {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ column: some Sequence<Float>) {
      // FNV-1a, four bytes at a time.
      for sample in column { value = (value ^ UInt64(sample.bitPattern)) &* 0x100_0000_01b3 }
    }
  }

  private struct Reader {
    let file: MappedFile
    private(set) var at = 0
    private(set) var sum = CheckSum()

    init(file: MappedFile) { self.file = file }

    mutating func integer() -> UInt64? {
      guard at + 8 <= file.bytes.count else { return nil }
      defer { at += 8 }
      return UInt64(littleEndian: file.bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
    }

    mutating func count(below limit: UInt64) -> Int? {
      guard let value = integer(), value < limit else { return nil }
      return Int(value)
    }

    mutating func trajectory() -> KeptTrajectory? {
      guard let rate = integer(), let samples = count(below: 1 << 40), let states = count(below: 64),
        let knobs = count(below: 64), let sides = count(below: 1 << 40)
      else { return nil }
      var columns: [Samples] = []
      for _ in 0..<2 + 2 * states + knobs {
        guard let column = floats(samples) else { return nil }
        columns.append(column)
      }
      var besides: [Samples] = []
      for _ in 0..<(sides > 0 ? 3 + 2 * states : 0) {
        guard let column = floats(sides) else { return nil }
        besides.append(column)
      }
      // Read back where a fit looks for what happened there.
      for places in besides.prefix(2) where !places.allSatisfy({ $0 >= 0 && $0 < Float(samples) }) { return nil }
      return KeptTrajectory(
        rateHz: Double(bitPattern: rate), states: states, knobs: knobs, columns: columns, sides: besides)
    }

    mutating func floats(_ count: Int) -> Samples? {
      guard count <= (file.bytes.count - at) / 4 else { return nil }
      defer { at += 4 * count }
      let values = Samples(file, offset: at, count: count)
      sum.add(values)
      return values.allSatisfy(\.isFinite) ? values : nil
    }
  }
}
