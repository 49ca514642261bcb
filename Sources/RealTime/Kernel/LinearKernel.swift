extension StepKernel {
  /// Stages without a network: `count` samples of one voice from `start`, the slab standing still.
  @_noLocks @_noAllocation
  func runLinear(_ target: UnsafeMutablePointer<Voice>, slab: UnsafeMutablePointer<Float>, start: Int, count: Int) {
    let voice = target.pointee
    let (states, taps) = (layout.states, layout.taps)
    let (skipStates, skipTaps) = (slab + layout.skipStates, slab + layout.skipTaps)
    for n in start..<start + count {
      let now = voice.input + tables.deepestTap + n
      for row in 0..<layout.rows {
        var sum: Float = 0
        for tap in 0..<taps { sum += skipTaps[row * taps + tap] * now[-tables.taps[tap]] }
        for s in 0..<states { sum += skipStates[row * states + s] * voice.deviation[s] }
        rows[row] = sum
      }
      var output: Float = 0
      for s in 0..<states {
        voice.move(s, by: rows[s])
        output += tables.fromStates[s] * voice.deviation[s]
      }
      if layout.hasOutputRow { output += rows[states] }
      target.pointee.put(output * Float(tables.outputScale), at: n, tables)
    }
  }
}
