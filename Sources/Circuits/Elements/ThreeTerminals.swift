/// Currents into a device of three terminals, named after a transistor's, with their slopes by the voltages from
/// base to emitter (first) and from base to collector (second).
struct ThreeCurrents {
  var collector = 0.0
  var collectorByFirst = 0.0
  var collectorBySecond = 0.0
  var base = 0.0
  var baseByFirst = 0.0
  var baseBySecond = 0.0
}

/// Charges between base and emitter (first) and between base and collector (second).
struct ThreeCharges {
  var first = 0.0
  var firstByFirst = 0.0
  var firstBySecond = 0.0
  var second = 0.0
  var secondBySecond = 0.0
}
