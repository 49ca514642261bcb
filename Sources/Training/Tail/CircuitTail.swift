import Circuits

/// The simulated circuit, left alone after loud notes.
package enum CircuitTail {
  /// Steps per second: low tones and what slow capacitors do need no more.
  private static let rateHz = 48_000.0
  /// Steps between two looks at the capacitors: 1 ms.
  private static let lookEvery = 48
  /// Of outputs and capacitors: −140 dB of a volt.
  private static let inaudibleVolts = 1e-7

  /// How long the circuit is heard after the worst of some notes, in seconds.
  ///
  /// - Parameters:
  ///   - notes: at most ``SideBySide/width``, played side by side.
  ///   - limit: seconds to wait at most.
  package static func seconds(
    _ solver: TransientSolver, knobs: [Double], after notes: [TailNote], limit: Double
  ) throws(SolverError) -> Double {
    var lanes = try SideBySide(solver)
    var playing: Lanes = []
    for lane in notes.indices {
      try lanes.start(lane, knobs: knobs)
      try lanes.setTimeStep(1 / rateHz, of: lane)
      playing.insert(Lanes(lane))
    }
    // Rest as the steps themselves find it.
    try move(&lanes, playing)
    var watches: [Watch] = []
    for lane in notes.indices { watches.append(Watch(lanes, lane)) }
    let noteSteps = Int(TailNote.seconds * rateHz)
    for step in 1...noteSteps + Int(limit * rateHz) where !playing.isEmpty {
      for lane in notes.indices { lanes.setInput(notes[lane].volts(at: Double(step) / rateHz), of: lane) }
      try move(&lanes, playing)
      let time = Double(step - noteSteps) / rateHz
      for lane in notes.indices where playing.contains(Lanes(lane)) {
        watches[lane].hear(lanes, at: time)
        if step.isMultiple(of: lookEvery) && watches[lane].isOver(lanes, at: time) { playing.remove(Lanes(lane)) }
      }
    }
    return watches.reduce(0) { max($0, $1.heard.seconds) }
  }

  private static func move(_ lanes: inout SideBySide, _ moving: Lanes) throws(SolverError) {
    let failed = lanes.step(moving)
    if !failed.isEmpty { throw lanes.firstError(failed) }
  }
}

extension CircuitTail {
  /// One lane on its way back to rest.
  ///
  /// A silent output does not mean that it is over: behind a coupling capacitor nothing is heard of a transistor that
  /// is cut off, until its bias has come back. So every capacitor is waited for.
  private struct Watch {
    private(set) var heard = LastHeard(floorVolts: inaudibleVolts)
    private let lane: Int
    private let restOutput: Double
    private let rests: [Double]
    /// Largest deviations while the note sounded.
    private var reaches: [Double]

    /// Of what a capacitor was charged to: it is back.
    private static let back = 1e-5

    init(_ lanes: borrowing SideBySide, _ lane: Int) {
      self.lane = lane
      restOutput = lanes.output(of: lane)
      var rests: [Double] = []
      for state in 0..<lanes.circuit.states.count { rests.append(lanes.state(at: state, of: lane)) }
      self.rests = rests
      reaches = rests.map { _ in 0 }
    }

    /// - Parameter time: seconds behind the note's end, negative before.
    mutating func hear(_ lanes: borrowing SideBySide, at time: Double) {
      heard.hear(lanes.output(of: lane) - restOutput, at: time)
    }

    /// Whether every capacitor is back and it has been silent for long.
    mutating func isOver(_ lanes: borrowing SideBySide, at time: Double) -> Bool {
      var isBack = true
      for state in rests.indices {
        let off = abs(lanes.state(at: state, of: lane) - rests[state])
        if time < 0 { reaches[state] = max(reaches[state], off) }
        isBack = isBack && off <= max(Self.back * reaches[state], inaudibleVolts)
      }
      return time > 0 && isBack && time - heard.seconds > max(0.05, 0.25 * heard.seconds)
    }
  }
}
