import FoundationEssentials
import ModelFormat

/// Simulated trajectories on disk, so that the next training of the same truth need not wait for them.
package enum TruthCache {
  private static let magic: UInt64 = 0x32_4854_5552_5441

  /// Raised when other material or another simulation comes out of the same recipe.
  private static let version = 7

  static func path(_ plan: TrainingPlan, digest: String, folder: String) -> String {
    "\(folder)/\(plan.id).\(digest.prefix(16)).truth"
  }

  /// Of all that the simulation depends on: netlist, levels, data section, cuts, knobs' laws and every sample of the
  /// recordings.
  package static func digest(_ plan: TrainingPlan, recordings: [[Double]]) -> String {
    var text = "\(version) " + plan.netlistHash
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    for part in [try? encoder.encode(plan.recipe.levels), try? encoder.encode(plan.recipe.data)] {
      text += part.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    for stage in plan.stages { text += " \(stage.recipe.to)" }
    text += plan.lawsText
    for recording in recordings { text += " \(digest(of: recording))" }
    return SHA256.hexDigest(of: text.utf8)
  }

  private static func digest(of samples: [Double]) -> String {
    samples.withUnsafeBytes { SHA256.hexDigest(of: $0) }
  }

  /// nil as well where a value is no number: it is made anew.
  static func read(_ path: String) -> ChainTruth? {
    guard let data = try? Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) else { return nil }
    var reader = Reader(data: data)
    guard reader.integer() == magic, let stages = reader.integer(), stages < 64 else { return nil }
    var chain = ChainTruth(stages: [])
    for _ in 0..<stages {
      guard let stage = readStage(&reader) else { return nil }
      chain.stages.append(stage)
    }
    return chain
  }

  private static func readStage(_ reader: inout Reader) -> TruthSet? {
    guard let count = reader.integer(), count < 1 << 20 else { return nil }
    var trajectories: [Trajectory] = []
    for _ in 0..<count {
      guard let rate = reader.integer(), let samples = reader.integer(), let states = reader.integer(),
        let knobs = reader.integer(), states < 64, knobs < 64
      else { return nil }
      var columns: [[Float]] = []
      for _ in 0..<2 + 2 * states + knobs {
        guard let column = reader.floats(Int(samples)) else { return nil }
        columns.append(column)
      }
      guard let sides = reader.integer(), sides <= samples else { return nil }
      var side: [[Float]] = []
      for _ in 0..<(sides > 0 ? 2 + 2 * states : 0) {
        guard let column = reader.floats(Int(sides)) else { return nil }
        side.append(column)
      }
      let sideSteps =
        side.isEmpty
        ? SideSteps()
        : SideSteps(
          samples: side[0].map { Int($0) }, starts: Array(side[2..<2 + Int(states)]),
          changes: Array(side[(2 + Int(states))...]), outputs: side[1])
      trajectories.append(
        Trajectory(
          rateHz: Double(bitPattern: rate), input: columns[0], output: columns[1],
          states: Array(columns[2..<2 + Int(states)]), changes: Array(columns[2 + Int(states)..<2 + 2 * Int(states)]),
          knobs: Array(columns[(2 + 2 * Int(states))...]), sideSteps: sideSteps))
    }
    return TruthSet(trajectories: trajectories)
  }

  /// - Throws: `.unwritable`; nothing is left behind then.
  static func write(_ truth: ChainTruth, to path: String) throws(TrainingError) {
    try AtomicFile.write(to: path) { put in
      // Piece by piece: the whole can be larger than what memory has to spare.
      put(header([magic, UInt64(truth.stages.count)]))
      for stage in truth.stages {
        put(header([UInt64(stage.trajectories.count)]))
        for trajectory in stage.trajectories { put(bytes(trajectory)) }
      }
    }
  }

  private static func header(_ values: [UInt64]) -> Data {
    values.reduce(into: Data()) { data, value in
      withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
    }
  }

  private static func bytes(_ trajectory: Trajectory) -> Data {
    var data = header([
      trajectory.rateHz.bitPattern, UInt64(trajectory.count), UInt64(trajectory.states.count),
      UInt64(trajectory.knobs.count),
    ])
    for column in [trajectory.input, trajectory.output] + trajectory.states + trajectory.changes + trajectory.knobs {
      column.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    let sides = trajectory.sideSteps
    data.append(header([UInt64(sides.count)]))
    guard sides.count > 0 else { return data }
    for column in [sides.samples.map(Float.init), sides.outputs] + sides.starts + sides.changes {
      column.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    return data
  }

  private struct Reader {
    let data: Data
    var at = 0

    mutating func integer() -> UInt64? {
      guard at + 8 <= data.count else { return nil }
      defer { at += 8 }
      return data.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: at, as: UInt64.self)) }
    }

    mutating func floats(_ count: Int) -> [Float]? {
      guard count >= 0, count <= data.count / 4, at + 4 * count <= data.count else { return nil }
      defer { at += 4 * count }
      let values = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
        data.withUnsafeBytes {
          buffer.baseAddress.map { to in UnsafeMutableRawPointer(to) }?.copyMemory(
            from: $0.baseAddress! + at, byteCount: 4 * count)
        }
        initialized = count
      }
      return values.allSatisfy(\.isFinite) ? values : nil
    }
  }
}
