import Circuits
import FoundationEssentials
import ModelFormat
import Synchronization

/// Simulated scenes on disk by what went into them: measuring another model of the same circuit costs no simulation.
public struct TruthStore: Sendable {
  /// Where to keep them; nil keeps nothing.
  let folder: String?
  private let complaint: Complaint

  /// Raised whenever simulations change by more than a model's error.
  private static let version = 1
  private static let magic: UInt64 = 0x31_5455_4f_4556_41

  /// - Parameter complain: told once, where a simulation cannot be kept.
  public init(folder: String?, complain: @escaping @Sendable (TrainingError) -> Void = { _ in }) {
    self.folder = folder
    complaint = Complaint(complain)
  }

  /// As `CircuitPlayer.play`, in single precision; from the disk where it has been played before.
  ///
  /// - Parameter input: volts at `rateHz`.
  package func play(
    _ solver: TransientSolver, input: [Float], rateHz: Double, gestures: [KnobGesture], by truth: Scene.Truth,
    progress: ((Double) -> Void)? = nil
  ) throws -> [Float] {
    let path = folder.map { "\($0)/\(key(solver, input, rateHz, gestures, truth)).truth" }
    if let path, let known = Self.read(path, count: input.count) { return known }
    let output = try CircuitPlayer.play(
      solver, input: input.map(Double.init), rateHz: rateHz, gestures: gestures, by: truth, progress: progress
    ).map { Float($0) }
    if let path { keep(output, path) }
    return output
  }

  private func key(
    _ solver: TransientSolver, _ input: [Float], _ rateHz: Double, _ gestures: [KnobGesture], _ truth: Scene.Truth
  ) -> String {
    // Runs of ngspice that began at the first input's rest are kept no longer.
    let simulator = truth == .ngspice ? "ngspice from rest" : truth.rawValue
    let words = "\(Self.version) \(rateHz) \(gestures) \(simulator) \(input.count)\n\(solver.circuit.netlistText)"
    var bytes = Array(words.utf8)
    input.withUnsafeBytes { bytes.append(contentsOf: $0) }
    return String(SHA256.hexDigest(of: bytes).prefix(32))
  }

  private static func read(_ path: String, count: Int) -> [Float]? {
    guard let data = try? Data(contentsOf: URL(filePath: path)), data.count == 16 + 4 * count else { return nil }
    return data.withUnsafeBytes { bytes in
      guard bytes.loadUnaligned(as: UInt64.self) == magic,
        bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self) == UInt64(count)
      else { return nil }
      let samples = (0..<count).map { bytes.loadUnaligned(fromByteOffset: 16 + 4 * $0, as: Float.self) }
      return samples.allSatisfy(\.isFinite) ? samples : nil
    }
  }

  /// What cannot be kept is simulated again next time.
  private func keep(_ samples: [Float], _ path: String) {
    var data = Data(capacity: 16 + 4 * samples.count)
    for number in [Self.magic, UInt64(samples.count)] { withUnsafeBytes(of: number) { data.append(contentsOf: $0) } }
    samples.withUnsafeBytes { data.append(contentsOf: $0) }
    do {
      try AtomicFile.write(data, to: path)
    } catch {
      complaint.tell(error)
    }
  }

  /// Many scenes may meet the same full disk.
  private final class Complaint: Sendable {
    private let isTold = Atomic<Bool>(false)
    private let say: @Sendable (TrainingError) -> Void

    init(_ say: @escaping @Sendable (TrainingError) -> Void) { self.say = say }

    func tell(_ error: TrainingError) {
      if !isTold.exchange(true, ordering: .relaxed) { say(error) }
    }
  }
}
