extension DeviceForm {
  /// What an element line says about the size of its device.
  struct Size {
    private var area = 1.0
    private var count = 1.0
    private var width: Double?
    private var length: Double?

    /// - Parameter isChannel: a MOSFET, which has width and length in place of an area.
    init(
      _ words: ArraySlice<String>, _ assignments: [(key: String, text: String)], isChannel: Bool, name: String,
      scope: Scope, at position: SourcePosition
    ) throws(NetlistError) {
      func number(_ text: String, _ key: String) throws(NetlistError) -> Double {
        let value = try ExpressionParser.constant(text, scope: scope, at: position)
        guard value > 0 && value.isFinite else {
          throw .value(at: position, element: name, needs: "\(key) above 0", found: "\(value)")
        }
        return value
      }
      for text in words where text.lowercased() != "off" {
        guard !isChannel else { throw .syntax(at: position, expected: "W=… and L=… of \(name)", found: "'\(text)'") }
        area = try number(text, "an area")
      }
      // Where a device begins without an operating point does not count.
      for (key, text) in assignments where key != "ic" {
        switch (key, isChannel) {
        case ("area", false): area *= try number(text, key)
        case ("m", _): count *= try number(text, key)
        case ("w", true): width = try number(text, key)
        case ("l", true): length = try number(text, key)
        default:
          throw .unknown(
            at: position, kind: "parameter of \(name)", name: key, expected: isChannel ? "w, l or m" : "area or m")
        }
      }
    }

    func applied(to model: DeviceModel) -> DeviceModel {
      let area = area * count
      switch model {
      case .diode(let diode): return .diode(diode.scaled(by: area, count: count))
      case .bipolar(let bipolar): return .bipolar(bipolar.scaled(by: area))
      case .field(let field): return .field(field.scaled(by: area))
      case .channel(var channel):
        channel.width = (width ?? channel.width) * area
        channel.length = length ?? channel.length
        channel.saturation *= area
        channel.bulkOverlap *= area
        channel.sourceCapacitance *= area
        channel.drainCapacitance *= area
        channel.drainResistance /= area
        channel.sourceResistance /= area
        return .channel(channel)
      }
    }
  }
}
