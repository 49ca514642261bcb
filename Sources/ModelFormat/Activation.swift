/// The saturating function of the hidden units. A model is trained with the one it ships with.
public enum Activation: String, Codable, Sendable, CaseIterable {
  /// `f(x) = x (27 + x²) / (27 + 9 x²)` for |x| ≤ 3, ±1 beyond: the continued-fraction approximant of tanh.
  ///
  /// It meets ±1 at ±3 with zero first and second derivative (1 − f = (3 − x)³ / (27 + 9x²)), needs one division
  /// and no exponential, and is the same to the last bit on every machine that divides by IEEE 754.
  case rationalTanh = "rational-tanh-3"

  /// The exact formula, as `model.json` states it for readers in other languages.
  public var formula: String {
    switch self {
    case .rationalTanh: "x = min(max(x, -3), 3); f(x) = x * (27 + x^2) / (27 + 9 * x^2)"
    }
  }

  /// f(x).
  @inlinable
  public func value(_ x: Double) -> Double {
    let c = min(max(x, -3), 3)
    let s = c * c
    return c * (27 + s) / (27 + 9 * s)
  }

  /// f'(x) = ((9 − x²) / (3 (3 + x²)))², 0 beyond ±3.
  @inlinable
  public func slope(_ x: Double) -> Double {
    let c = min(max(x, -3), 3)
    let s = c * c
    let r = (9 - s) / (9 + 3 * s)
    return r * r
  }
}
