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

  mutating func addLayer(_ law: DepletionCharge, _ a: Int32, _ b: Int32, _ rowA: Int32, _ rowB: Int32) {
    layers.append(
      Plan.Layer(
        a: a, b: b, rowA: rowA, rowB: rowB,
        entries: [entry(rowA, a), entry(rowA, b), entry(rowB, a), entry(rowB, b)], law: law,
        charge: addCharges([(a, b, b)], sign: 1)))
  }

  mutating func addBipolar(_ model: BipolarModel, _ element: Element) {
    let law = BipolarLaw(model)
    bipolars.append(three(law, element, isCharged: law.isCharged, polarity: law.polarity))
  }

  mutating func addField(_ model: FieldModel, _ element: Element) {
    let law = FieldLaw(model)
    fields.append(three(law, element, isCharged: law.isCharged, polarity: law.polarity))
  }

  private mutating func three<Law>(
    _ law: Law, _ element: Element, isCharged: Bool, polarity: Double
  ) -> Plan.Three<Law> {
    let nodes = [element.plus, element.others[0], element.minus]
    let (slots, rows) = (nodes.map { slot($0) }, nodes.map { row($0) })
    let (c, b, e) = (slots[0], slots[1], slots[2])
    for other in [0, 2] {
      addConductance(b, slots[other], rows[1], rows[other], parameter(.constant(Junction.minimumConductance)))
    }
    var entries = SIMD16<Int32>()
    for r in 0..<3 { for column in 0..<3 { entries[3 * r + column] = entry(rows[r], slots[column]) } }
    return Plan.Three(
      slots: [c, b, e, 0], rows: [rows[0], rows[1], rows[2], 0], entries: entries, law: law, limit: 0,
      charge: isCharged ? addCharges([(b, e, c), (b, e, c)], sign: polarity) : -1, element: Int32(current))
  }

  mutating func addChannel(_ model: ChannelModel, _ element: Element) {
    let slots = [element.plus, element.others[0], element.minus, element.others[1]].map { slot($0) }
    let rows = [row(element.plus), row(element.minus)]
    var entries = SIMD8<Int32>()
    for r in 0..<2 { for column in 0..<4 { entries[4 * r + column] = entry(rows[r], slots[column]) } }
    channels.append(
      Plan.Channel(
        slots: [slots[0], slots[1], slots[2], slots[3]], rows: [rows[0], rows[1]], entries: entries,
        law: ChannelLaw(model)))
  }

  /// Gives every junction its place among the limited voltages.
  mutating func numberLimits() {
    limitCount = junctions.count
    for index in bipolars.indices { bipolars[index].limit = Int32(limitCount + 2 * index) }
    limitCount += 2 * bipolars.count
    for index in fields.indices { fields[index].limit = Int32(limitCount + 2 * index) }
    limitCount += 2 * fields.count
  }

  /// −M di₂/dt in the equation of the first inductor, and the other way round.
  mutating func addCouplings() {
    func inductor(_ key: String) -> (index: Int, henries: Double) {
      for (index, element) in circuit.elements.enumerated() where element.key == key {
        if case .inductor(let henries) = element.kind { return (index, henries) }
      }
      preconditionFailure("the topology has checked that \(key) is an inductor")
    }
    for coupling in circuit.couplings {
      let pair = [inductor(coupling.first), inductor(coupling.second)]
      let mutual = coupling.factor * (pair[0].henries * pair[1].henries).squareRoot()
      for (one, other) in [(pair[0].index, pair[1].index), (pair[1].index, pair[0].index)] {
        let (row, column) = (Int32(numbering.branchUnknowns[one]!), Int32(numbering.branchUnknowns[other]!))
        stamp(row, column, 1, parameter(.companion(-mutual)))
        mutuals.append(Plan.Mutual(row: row, memory: Int32(memoryOfElement[other]!), inductance: mutual))
      }
    }
  }

  private mutating func addCharges(_ parts: [(Int32, Int32, Int32)], sign: Double) -> Int32 {
    for (a, b, c) in parts { charges.append(Plan.Charge(a: a, b: b, c: c, sign: sign)) }
    return Int32(charges.count - parts.count)
  }
}
