extension Plan {
  /// A diode's junction.
  struct Junction: Sendable {
    var a: Int32
    var b: Int32
    var rowA: Int32
    var rowB: Int32
    var aa: Int32
    var ab: Int32
    var ba: Int32
    var bb: Int32
    var law: DiodeLaw
    /// Among the charges, or −1.
    var charge: Int32
    /// Its index in the circuit.
    var element: Int32
  }

  /// A charge alone.
  struct Layer: Sendable {
    var a: Int32
    var b: Int32
    var rowA: Int32
    var rowB: Int32
    /// aa, ab, ba, bb.
    var entries: SIMD4<Int32>
    var law: DepletionCharge
    var charge: Int32
  }

  /// A transistor of three inner terminals: collector, base, emitter, or what stands in their places.
  struct Three<Law: Sendable>: Sendable {
    var slots: SIMD4<Int32>
    var rows: SIMD4<Int32>
    /// Matrix entries by row, then by terminal.
    var entries: SIMD16<Int32>
    var law: Law
    /// The first of its two among the limited voltages, and of its two among the charges, or −1.
    var limit: Int32
    var charge: Int32
    var element: Int32

    func placed(_ place: (Int32) -> Int32) -> Self {
      var part = self
      for index in 0..<9 { part.entries[index] = place(part.entries[index]) }
      return part
    }
  }

  /// A MOSFET's channel: drain, gate, source, bulk.
  struct Channel: Sendable {
    var slots: SIMD4<Int32>
    /// Of drain and source.
    var rows: SIMD2<Int32>
    /// Matrix entries of drain and source, by terminal.
    var entries: SIMD8<Int32>
    var law: ChannelLaw
  }

  /// A charge inside a device, by two voltages between slots: a − b and a − c, times the sign.
  struct Charge: Sendable {
    var a: Int32
    var b: Int32
    var c: Int32
    var sign: Double
  }
}
