/// The activation alone, as the kernels compute it: what a test holds to its formula. Not part of the engine.
package enum SaturationBench {
  /// f of each value.
  package static func saturated(_ values: [Float]) -> [Float] {
    stride(from: 0, to: values.count, by: Lanes.scalarCount).flatMap { start in
      var lanes = Lanes()
      let count = min(Lanes.scalarCount, values.count - start)
      for lane in 0..<count { lanes[lane] = values[start + lane] }
      let result = lanes.saturated
      return (0..<count).map { result[$0] }
    }
  }
}
