/// Devices with a law of their own.
extension PlanBuilder {
  mutating func addJunction(_ model: DiodeModel, _ a: Int32, _ b: Int32, _ rowA: Int32, _ rowB: Int32) {
    addConductance(a, b, rowA, rowB, parameter(.constant(Junction.minimumConductance)))
    let law = DiodeLaw(model)
    junctions.append(
      Plan.Junction(
        a: a, b: b, rowA: rowA, rowB: rowB, aa: entry(rowA, a), ab: entry(rowA, b), ba: entry(rowB, a),
        bb: entry(rowB, b), law: law, charge: law.isCharged ? addCharges([(a, b, b)], sign: 1) : -1,
        element: Int32(current)))
  }

  mutating func addBipolar(_ model: BipolarModel, collector: String, base: String, emitter: String) {
    let nodes = [collector, base, emitter]
    let (slots, rows) = (nodes.map { slot($0) }, nodes.map { row($0) })
    let (c, b, e) = (slots[0], slots[1], slots[2])
    for other in [0, 2] {
      addConductance(b, slots[other], rows[1], rows[other], parameter(.constant(Junction.minimumConductance)))
    }
    let law = BipolarLaw(model)
    bipolars.append(
      Plan.Bipolar(
        slots: [c, b, e, 0], rows: [rows[0], rows[1], rows[2], 0],
        entries: (
          entry(rows[0], c), entry(rows[0], b), entry(rows[0], e), entry(rows[1], c), entry(rows[1], b),
          entry(rows[1], e), entry(rows[2], c), entry(rows[2], b), entry(rows[2], e)
        ), law: law, limit: 0,
        charge: law.isCharged ? addCharges([(b, e, c), (b, e, c)], sign: law.polarity) : -1, element: Int32(current)))
  }

  /// Gives every junction its place among the limited voltages.
  mutating func numberLimits() {
    limitCount = junctions.count
    for index in bipolars.indices {
      bipolars[index].limit = Int32(limitCount)
      limitCount += 2
    }
  }

  private mutating func addCharges(_ parts: [(Int32, Int32, Int32)], sign: Double) -> Int32 {
    for (a, b, c) in parts { charges.append(Plan.Charge(a: a, b: b, c: c, sign: sign)) }
    return Int32(charges.count - parts.count)
  }
}
