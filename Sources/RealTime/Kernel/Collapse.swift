import ModelFormat

/// Working memory of one collapse.
struct CollapseScratch: BitwiseCopyable {
  /// Of each knob coordinate: q, and c.
  let quantities: UnsafeMutablePointer<Double>
  let coordinates: UnsafeMutablePointer<Double>
  let basis: UnsafeMutablePointer<Double>
  let weights: UnsafeMutablePointer<Double>
  /// Hidden values at z = 0, this layer and the next.
  let hidden: UnsafeMutablePointer<Double>
  let nextHidden: UnsafeMutablePointer<Double>
  /// Their derivatives by z: units × (S + T).
  let slopes: UnsafeMutablePointer<Double>
  let nextSlopes: UnsafeMutablePointer<Double>

  /// - Parameters:
  ///   - units: of the widest layer.
  ///   - columns: states and taps.
  ///   - terms: of a series.
  ///   - weights: of one set.
  init(units: Int, columns: Int, terms: Int, weights count: Int, arena: Arena) {
    quantities = arena.zeroed(Double.self, StepTables.coordinateLimit)
    coordinates = arena.zeroed(Double.self, StepTables.coordinateLimit)
    basis = arena.zeroed(Double.self, terms)
    weights = arena.zeroed(Double.self, count)
    hidden = arena.zeroed(Double.self, units)
    nextHidden = arena.zeroed(Double.self, units)
    slopes = arena.zeroed(Double.self, units * columns)
    nextSlopes = arena.zeroed(Double.self, units * columns)
  }
}

extension StepTables {
  /// [audio-thread] Fills `slab` with the step at the given knob positions.
  ///
  /// - Parameters:
  ///   - positions: 0…1, one per knob.
  ///   - slab: `layout.count` floats; padding is left as it is (zero from the start).
  @_noLocks @_noAllocation
  func collapse(
    positions: UnsafePointer<Double>, into slab: UnsafeMutablePointer<Float>, scratch: CollapseScratch
  ) {
    for knob in 0..<knobCount {
      let quantity = knobs[knob].quantity(positions[knob])
      scratch.quantities[knob] = quantity
      scratch.coordinates[knob] = knobs[knob].normalised(quantity)
    }
    Chebyshev.fillBasis(scratch.basis, coordinates: scratch.coordinates, degrees: knobDegrees, count: knobCount)
    interpolateWeights(scratch)
    fillHiddenLayers(slab, scratch)
    fillOutputs(slab, scratch)
  }

  /// W = W₀ + Σ over axes of the interpolated delta.
  @_noLocks @_noAllocation
  private func interpolateWeights(_ scratch: CollapseScratch) {
    for w in 0..<weightCount { scratch.weights[w] = weights[w] }
    for index in 0..<axisCount {
      let axis = axes[index]
      let (node, fraction) = SnapshotAxisTable.interval(
        of: scratch.coordinates[axis.knob], in: axis.nodes, count: axis.nodeCount)
      let low = axis.deltas + node * weightCount
      let high = low + weightCount
      for w in 0..<weightCount { scratch.weights[w] += low[w] + fraction * (high[w] - low[w]) }
    }
  }

  /// Copies the hidden layers into the slab and follows N and its derivative at z = 0 through them.
  @_noLocks @_noAllocation
  private func fillHiddenLayers(_ slab: UnsafeMutablePointer<Float>, _ scratch: CollapseScratch) {
    let inputs = layout.states + layout.taps
    let w = scratch.weights
    var (value, next) = (scratch.hidden, scratch.nextHidden)
    var (slope, nextSlope) = (scratch.slopes, scratch.nextSlopes)
    var at = 0
    for layer in 0..<layout.layers {
      let units = layout.units[layer]
      let width = layer == 0 ? inputs + conditionCount : layout.units[layer - 1]
      let stride = layout.vectors[layer] * Lanes.scalarCount
      let biasAt = at + units * width
      for i in 0..<units {
        let row = w + at + i * width
        var sum = hasBiases ? w[biasAt + i] : 0
        if layer == 0 {
          for c in 0..<conditionCount {
            sum += row[inputs + c] * (conditions[c] < 0 ? timeCondition : scratch.coordinates[conditions[c]])
          }
          for j in 0..<layout.states { slab[layout.stateColumns + j * layout.stride + i] = Float(row[j]) }
          for j in 0..<layout.taps { slab[layout.tapColumns + j * layout.stride + i] = Float(row[layout.states + j]) }
          slab[layout.constants + i] = Float(sum)
        } else {
          for j in 0..<width { slab[layout.columns[layer] + j * stride + i] = Float(row[j]) }
          slab[layout.biases[layer] + i] = hasBiases ? Float(w[biasAt + i]) : 0
          for j in 0..<width { sum += row[j] * value[j] }
        }
        let (f, steepness) = Self.saturation(sum)
        next[i] = f
        for z in 0..<inputs {
          var d = 0.0
          if layer == 0 { d = row[z] } else { for j in 0..<width { d += row[j] * slope[j * inputs + z] } }
          nextSlope[i * inputs + z] = steepness * d
        }
      }
      at = biasAt + (hasBiases ? units : 0)
      (value, next) = (next, value)
      (slope, nextSlope) = (nextSlope, slope)
    }
    // Leave the last layer's results where fillOutputs looks for them.
    if value != scratch.hidden {
      for i in 0..<layout.units[layout.layers - 1] { scratch.hidden[i] = value[i] }
      for i in 0..<layout.units[layout.layers - 1] * inputs { scratch.slopes[i] = slope[i] }
    }
  }

  /// Output rows with D and R folded in, and the anchor folded into the skip matrix and the constants.
  @_noLocks @_noAllocation
  private func fillOutputs(_ slab: UnsafeMutablePointer<Float>, _ scratch: CollapseScratch) {
    let inputs = layout.states + layout.taps
    let units = layout.layers == 0 ? 0 : layout.units[layout.layers - 1]
    let direct = scratch.weights + (weightCount - (layout.hasWindows ? residualCount * inputs : 0))
    let output = direct - residualCount * units
    let stepSeries = layout.states
    for s in 0..<layout.states { slab[layout.restStates + s] = Float(seriesValue(s, scratch)) }
    if carrier >= 0 {
      let first = stepSeries + layout.rows * inputs
      for s in 0..<layout.states { slab[layout.shares + s] = Float(seriesValue(first + s, scratch)) }
    }
    for row in 0..<layout.rows {
      let rate = row < layout.states && rates[row] >= 0 ? scratch.quantities[rates[row]] : 1
      let hasResidual = row < residualCount
      let scale = hasResidual ? rate * residualScales[row] : 0
      let sigma = layout.hasWindows && hasResidual ? windows[row] : 0
      if layout.hasWindows { slab[layout.missedGains + row] = sigma > 0 ? Float(scale) : 0 }
      for z in 0..<inputs {
        var anchor = 0.0
        if hasResidual { for i in 0..<units { anchor += output[row * units + i] * scratch.slopes[i * inputs + z] } }
        let linear = seriesValue(stepSeries + row * inputs + z, scratch)
        let column =
          slab + (z < layout.states ? layout.stateColumns : layout.tapColumns - layout.states * layout.stride)
          + z * layout.stride + row
        guard sigma > 0 else {
          // L is in N and in its derivative, so it cancels.
          column[layout.rowsAt] = Float(rate * linear - scale * anchor)
          continue
        }
        column[layout.rowsAt] = Float(scale * direct[row * inputs + z])
        let small = linear / residualScales[row]
        column[layout.missedAt] = Float(small - anchor - direct[row * inputs + z])
        column[layout.windowAt] = Float(small / sigma)
      }
    }
    for k in 0..<learntCount {
      let row = learnt[k]
      let rate = row < layout.states && rates[row] >= 0 ? scratch.quantities[rates[row]] : 1
      let scale = rate * residualScales[row]
      for i in 0..<units {
        let column = slab + (layout.outputColumns + i * layout.rowVectors * Lanes.scalarCount)
        column[row] = Float(scale * output[row * units + i])
      }
    }
    guard carrier >= 0 else { return }
    for i in 0..<units {
      let column = slab + (layout.outputColumns + i * layout.rowVectors * Lanes.scalarCount)
      let step = column[carrier]
      for s in 0..<layout.states where s != carrier {
        column[s] = (isLearnt(s) ? column[s] : 0) + slab[layout.shares + s] * step
      }
    }
  }

  @_noLocks @_noAllocation
  private func seriesValue(_ index: Int, _ scratch: CollapseScratch) -> Double {
    let coefficients = series + index * seriesLength
    var sum = 0.0
    for term in 0..<seriesLength { sum += coefficients[term] * scratch.basis[term] }
    return sum
  }

  /// The activation's value and slope.
  @_noLocks @_noAllocation
  private static func saturation(_ x: Double) -> (value: Double, slope: Double) {
    let c = min(max(x, -3), 3)
    let s = c * c
    let r = (9 - s) / (9 + 3 * s)
    return (c * (27 + s) / (27 + 9 * s), r * r)
  }
}
