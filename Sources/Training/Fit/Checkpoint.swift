import FoundationEssentials

/// Where a training stood, so that an interrupted one goes on instead of starting over.
struct Checkpoint: Codable {
  /// Hash of what the training of a stage depends on; a checkpoint of anything else is ignored.
  var cause: String
  var seed = 0
  /// Growth stages done by this seed; one more is the multi-step finish.
  var stage = 0
  var sets: [Double] = []
  var residualScales: [Double] = []
  var windows: [Double] = []
  var damping = 0.1
  /// The best so far, over all seeds.
  var bestDecibels: Double?
  var best: Fit?
  /// Of the best.
  var flaws = 0
  /// Within a stage of growth: the sets on its grid, and accepted steps.
  var partial: Partial?
  /// Spent on this stage so far, simulation not counted.
  var seconds = 0.0

  struct Partial: Codable {
    var sets: [Double]
    var damping: Double
    var accepted: Int
  }

  /// What a network was fitted to be: weight sets, D and σ of each row.
  struct Fit: Codable {
    var sets: [Double]
    var residualScales: [Double]
    var windows: [Double]
  }

  static func read(_ path: String, cause: String) -> Checkpoint? {
    guard let data = try? Data(contentsOf: URL(filePath: path)),
      let checkpoint = try? JSONDecoder().decode(Checkpoint.self, from: data),
      checkpoint.cause == cause
    else { return nil }
    return checkpoint
  }

  func write(_ path: String) throws(TrainingError) {
    let json: Data
    do {
      json = try JSONEncoder().encode(self)
    } catch {
      throw .unwritable(path: path, reason: "\(error)")
    }
    try AtomicFile.write(json, to: path)
  }
}
