import InstructionSets

/// The half-band filters: a stereo host frame up to the model's rate and down again.
struct FilterGroup {
  let effort: Effort

  /// Host rate, index of quality, and what it makes of the rate.
  private static let cases: [(hostRateHz: Double, quality: Int32, name: String, bar: Bar?)] = [
    (48_000, 0, "48 → 96 kHz, 2×", .atMost(12)),
    (48_000, 1, "48 → 192 kHz, 4×", nil),
    (48_000, 2, "48 → 384 kHz, 8×", nil),
    (96_000, 1, "96 → 192 kHz, 2×", nil),
    (96_000, 2, "96 → 384 kHz, 4×", nil),
  ]

  func measured() throws -> Section {
    var dice = SeededDice(seed: 9)
    let noise = (0..<2).map { _ in (0..<1024).map { _ in Float(0.2 * dice.normal()) } }
    let sets = InstructionSet.available
    var rows: [(name: String, set: InstructionSet, bar: Bar?, contender: Contender)] = []
    for place in Self.cases {
      for set in sets {
        let audio = Channels(noise)
        let play = ChosenRates.player(set, hostRateHz: place.hostRateHz, quality: place.quality, audio)
        let contender = Contender("\(place.name) \(set)", roundSize: audio.frameCount) { rounds in
          ThreadClock.time { for _ in 0..<rounds { play() } }
        }
        rows.append((place.name, set, set == .chosen ? place.bar : nil, contender))
      }
    }
    try effort.run(rows.map(\.contender))
    var section = Section(title: "Half-band filters: up and down, per stereo host frame")
    section.figures = rows.map { row in
      Figure(
        subject: row.name, variant: "\(row.set)", value: row.contender.timing.median, unit: "ns per stereo frame",
        timing: row.contender.timing, bar: row.bar)
    }
    section.text = Table.text(
      [["RATES", "BY", "NS", "BAR, NS"]]
        + section.figures.map { [$0.subject, $0.variant, $0.value.tenths] + Table.judgement($0) }, left: 2)
    return section
  }
}
