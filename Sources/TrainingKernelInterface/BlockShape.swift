/// The network's dimensions and where its weights lie in one set (the order of `model.json`).
public struct BlockShape: BitwiseCopyable, Sendable {
  /// Samples or sequences computed side by side: of sequences so few that their derivatives stay in the caches, of
  /// samples in runs that share their position so many that it is seldom that their sums go out to memory.
  @inlinable
  public static func lanes(steps: Int, inRuns: Bool = false) -> Int { steps > 1 ? 16 : inRuns ? 1024 : 256 }

  public let states: Int
  public let taps: Int
  public let conditions: Int
  public let outputs: Int
  public let layers: Int
  public let units: SIMD4<Int>
  public let hasBiases: Bool
  public let matrices: SIMD4<Int>
  public let biases: SIMD4<Int>
  public let outputMatrix: Int
  /// Where the skip matrix begins; it is there where some row has a window.
  public let skipMatrix: Int
  /// σ of each output row, 0 where its linear part counts as it is.
  public let windows: SIMD32<Float>
  public let hasWindows: Bool
  /// Numbers in one weight set.
  public let weights: Int

  @inlinable public var inputs: Int { states + taps + conditions }
  /// No biases and no conditions: N is odd, so its anchor is the network with its saturation left out.
  @inlinable public var isOdd: Bool { !hasBiases && conditions == 0 }
  @inlinable public var hiddenUnits: Int { units.wrappedSum() }

  /// Entries of z.
  @inlinable public var signals: Int { states + taps }

  public init(
    states: Int, taps: Int, conditions: Int, layers: [Int], outputs: Int, hasBiases: Bool, windows: [Double] = []
  ) {
    self.states = states
    self.taps = taps
    self.conditions = conditions
    self.outputs = outputs
    self.layers = layers.count
    self.hasBiases = hasBiases
    var units = SIMD4<Int>(repeating: 0)
    var matrices = units
    var biases = units
    var at = 0
    var width = states + taps + conditions
    for (index, count) in layers.enumerated() {
      units[index] = count
      matrices[index] = at
      at += count * width
      biases[index] = at
      if hasBiases { at += count }
      width = count
    }
    self.units = units
    self.matrices = matrices
    self.biases = biases
    outputMatrix = at
    skipMatrix = at + outputs * width
    var limits = SIMD32<Float>(repeating: 0)
    for (row, value) in windows.enumerated() { limits[row] = Float(value) }
    self.windows = limits
    hasWindows = windows.contains { $0 > 0 }
    weights = skipMatrix + (hasWindows ? outputs * (states + taps) : 0)
  }

  /// First hidden row of a layer when all layers' rows stand one behind the other.
  @inlinable
  public func hiddenStart(_ layer: Int) -> Int {
    var start = 0
    for index in 0..<layer { start += units[index] }
    return start
  }

  /// Weights that an output row depends on: the hidden layers', its row of the output matrix and of the skip matrix.
  @inlinable
  public func ownWeights(_ row: Int) -> Int {
    outputMatrix + units[layers - 1] + (windows[row] > 0 ? signals : 0)
  }

  /// Where the n-th of them stands in a set; order is kept.
  @inlinable
  public func weight(_ own: Int, ofRow row: Int) -> Int {
    let width = units[layers - 1]
    if own < outputMatrix { return own }
    if own < outputMatrix + width { return own + row * width }
    return skipMatrix + row * signals + own - outputMatrix - width
  }

  @inlinable
  public func width(before layer: Int) -> Int { layer == 0 ? inputs : units[layer - 1] }
}
