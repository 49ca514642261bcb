import FoundationEssentials
import ModelFormat

/// Where simulated trajectories lie, group by group: a training of the same truth need not wait for those that are
/// there, be it another training or one that was stopped while simulating.
package enum TruthCache {
  /// Raised when other material or another simulation comes out of the same recipe.
  private static let version = 8

  /// - Parameter group: counted from 0.
  package static func path(_ plan: TrainingPlan, digest: String, group: Int, folder: String) -> String {
    "\(folder)/\(plan.id).\(digest.prefix(16)).\(group).truth"
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
}
