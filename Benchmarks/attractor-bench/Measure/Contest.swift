/// One of several pieces of work that are timed against each other.
final class Contender {
  let name: String
  /// Does so many rounds and tells the nanoseconds of CPU time they took.
  fileprivate let work: (Int) throws -> Double
  /// Steps, frames, instructions in one round.
  fileprivate let roundSize: Int
  fileprivate var rounds = 0
  fileprivate var samples: [Double] = []

  init(_ name: String, roundSize: Int, work: @escaping (Int) throws -> Double) {
    self.name = name
    self.roundSize = roundSize
    self.work = work
  }

  /// Nanoseconds per step, frame, instruction.
  var timing: Timing { Timing(samples) }
}

/// Nanoseconds over many slices.
struct Timing: Encodable {
  var median: Double
  /// A quarter of all slices lies below, a quarter above.
  var lowerQuartile: Double
  var upperQuartile: Double
  var slices: Int

  init(_ samples: [Double]) {
    let sorted = samples.sorted()
    func at(_ share: Double) -> Double {
      sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }
    (median, lowerQuartile, upperQuartile) = (at(0.5), at(0.25), at(0.75))
    slices = sorted.count
  }
}

/// How long things are measured.
struct Effort {
  /// Slices per contender: medians are taken over so many.
  var slices: Int
  /// Seconds of CPU time per slice.
  var sliceSeconds: Double

  /// Runs all contenders in turn, slice by slice: a disturbance that lasts meets all of them.
  func run(_ contenders: [Contender]) throws {
    for contender in contenders where contender.rounds == 0 { try calibrate(contender) }
    for _ in 0..<slices {
      for contender in contenders {
        let nanoseconds = try contender.work(contender.rounds)
        contender.samples.append(nanoseconds / Double(contender.rounds * contender.roundSize))
      }
    }
  }

  /// As many rounds as make a slice.
  private func calibrate(_ contender: Contender) throws {
    var rounds = 1
    while true {
      let seconds = try contender.work(rounds) * 1e-9
      if seconds >= sliceSeconds / 4 {
        contender.rounds = max(1, Int(Double(rounds) * sliceSeconds / seconds))
        return
      }
      rounds *= 2
    }
  }
}
