/// A network's dimensions: two states, two input taps, so many hidden layers of so many units.
struct KernelShape: Hashable {
  static let states = 2
  static let taps = 2
  static let inputs = states + taps

  var layers: Int
  var units: Int

  static let all = [KernelShape(layers: 2, units: 8), .init(layers: 2, units: 16), .init(layers: 3, units: 32)]

  var name: String { "\(layers)×\(units)" }

  /// Nanoseconds per step, and per step and channel where two channels are played at once.
  var bars: (mono: Bar, stereo: Bar?) {
    switch (layers, units) {
    case (2, 8): (.atMost(36, aim: 30), .atMost(21, aim: 17))
    case (2, 16): (.atMost(48, aim: 42), .atMost(30, aim: 25))
    default: (.atMost(110, aim: 95), nil)
    }
  }
}
