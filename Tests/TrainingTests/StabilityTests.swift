import Glibc
import ModelFormat
import RealTime
import TestModels
import Testing
import Training

@Suite struct StabilityTests {
  private static let material: Material = {
    let samples = (0..<48_000).map { n in sin(0.03 * Double(n)) + 0.4 * sin(0.21 * Double(n)) }
    return Material(name: "tones", samples: samples, rateHz: 48_000)
  }()

  private func examine(_ model: Model) throws -> [Stability] {
    try Stability.examine(model, material: Self.material, nominalPeakVolts: 1, runs: 3, seconds: 0.03)
  }

  @Test func singularValues() {
    var dice = Dice(3)
    let turned = Matrix([[0, -3], [2, 0]], columns: 2)
    #expect(abs(turned.largestSingularValue() - 3) < 1e-12)
    var a = Matrix(5, 5)
    for i in a.values.indices { a.values[i] = dice.normal() }
    let largest = a.largestSingularValue()
    // No direction is stretched by more, and one nearly by as much.
    var best = 0.0
    var v = Matrix(5, 1)
    for i in 0..<5 { v.values[i] = dice.normal() }
    for _ in 0..<200 {
      let image = a.transposed() * (a * v)
      let size = image.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      v = (1 / size) * image
      best = (a * v).values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(best <= largest * (1 + 1e-12))
    }
    #expect(abs(best - largest) < 1e-9 * largest)
  }

  @Test func spectralRadii() {
    // A rotation that shrinks, a shear that grows at first, and what is gone after two steps.
    #expect(abs(Matrix([[0, -0.9], [0.9, 0]], columns: 2).spectralRadius() - 0.9) < 1e-9)
    #expect(abs(Matrix([[0.999, 50], [0, 0.8]], columns: 2).spectralRadius() - 0.999) < 1e-7)
    #expect(abs(Matrix([[1.1, 0], [3, -1.2]], columns: 2).spectralRadius() - 1.2) < 1e-9)
    #expect(Matrix([[0, 1], [0, 0]], columns: 2).spectralRadius() == 0)
  }

  /// Its tone control stretches distances in every metric that is tried, and forgets them nevertheless.
  @Test func aLinearStageIsJudgedAllOverItsKnobs() throws {
    let model = try ModelReader.read(path: Repository.root.appending(path: "Models/tube-screamer/model.json").path)
    let tone = try #require(try examine(model).first { $0.stage == "tone" })
    #expect(tone.verdict == .contracts && tone.metric == "spectral radius" && tone.steps == 5)
    #expect(tone.stretch > 0.99 && tone.stretch < 1)
    #expect(tone.bound == nil, "its output hears the input, too")
  }

  /// The clipper's output is its capacitor's voltage, the ladder's 40 times its last one's.
  @Test(arguments: [("diode-clipper", 1.0), ("ladder", 40)])
  func theResetLimitBoundsTheOutput(_ circuit: String, _ gain: Double) throws {
    var model = try ModelReader.read(path: Repository.root.appending(path: "Models/\(circuit)/model.json").path)
    let last = model.stages.count - 1
    let state = try #require(model.stages[last].states.last)
    let before = try #require(try examine(model).last?.bound)
    #expect(abs(before - gain * state.limit * state.scale) < 0.02)
    model.stages[last].states[model.stages[last].states.count - 1].limit *= 2
    let after = try #require(try examine(model).last?.bound)
    #expect(abs(after - 2 * before) < 0.02)
  }

  /// A step that first grows in normalised units, but is stable: some metric of Lyapunov's sees it shrink.
  @Test func aMetricIsFoundForAShearedDecay() throws {
    let step = Matrix([[0.9, 5], [0, 0.8]], columns: 2)
    let metrics = ContractionMetric.candidates(step)
    let stretches = metrics.map { $0.stretch(step) }
    #expect(stretches[0] > 5 && stretches.min()! < 1)
    #expect(ContractionMetric.candidates(Matrix([[1.1]], columns: 1)).map(\.name) == ["normalised"])
    let p = Matrix([[4, 1], [1, 3]], columns: 2)
    let factor = try #require(p.choleskyFactor())
    let again = factor.transposed() * factor
    #expect(zip(again.values, p.values).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(Matrix([[1, 2], [2, 1]], columns: 2).choleskyFactor() == nil)
  }

  /// Against finite differences of the reference step.
  @Test(arguments: RandomModel.all, [false, true])
  func jacobiansAreTheDifferences(_ random: RandomModel, isWindowed: Bool) {
    var model = random.model
    var dice = Dice(77)
    let rateHz = 96_000.0
    for var stage in model.stages where !(stage.isLinear && isWindowed) {
      if isWindowed { window(&stage, &dice) }
      (model.stages, model.levels) = ([stage], [])
      let positions = model.controls.map { _ in dice.number(0...1) }
      let byControl = Dictionary(uniqueKeysWithValues: zip(model.controls.map(\.id), positions))
      let jacobian = StageJacobian(stage, timeStep: 1 / rateHz, positions: byControl)
      let x = stage.states.map { _ in dice.normal() }
      let volts = 0.7
      func after(_ x: [Double]) -> [Double] {
        var step = ReferenceStep(model, rateHz: rateHz, positions: positions)
        step.setState(zip(x, stage.states).map { $0 * $1.scale })
        _ = step.step(volts, positions: positions)
        return step.state
      }
      let taps = stage.input.taps.map { $0 == 0 ? volts / stage.input.scale : 0 }
      let matrix = jacobian(zip(x, jacobian.rest).map { $0 - $1 } + taps)
      for column in x.indices {
        var (up, down) = (x, x)
        up[column] += 1e-5
        down[column] -= 1e-5
        let slope = zip(after(up), after(down)).map { ($0 - $1) / 2e-5 }
        for row in x.indices { #expect(abs(matrix[row, column] - slope[row]) < 1e-7, "\(random.name)") }
      }
    }
  }

  /// Every other row gets a window, and the network its skip matrix.
  private func window(_ stage: inout Model.Stage, _ dice: inout Dice) {
    let count = stage.residualCount * stage.signalCount
    func more(_ size: Double) -> [Double] { (0..<count).map { _ in size * dice.normal() } }
    stage.network.windows = (0..<stage.residualCount).map { $0 % 2 == 0 ? dice.number(0.3...2) : 0 }
    stage.network.weights += more(0.3)
    for axis in stage.network.axes.indices {
      for node in stage.network.axes[axis].deltas.indices { stage.network.axes[axis].deltas[node] += more(0.05) }
    }
  }

  /// From wherever it starts, the search finds knobs where a step stretches as much as at the worst of a fine grid.
  @Test func theKnobsAreSearched() throws {
    let model = Repository.clipper
    let stage = model.stages[0]
    let knob = model.controls[0].id
    let metric = try #require(ContractionMetric("normalised", .identity(stage.states.count)))
    for z in [[0.02, 0.1, 0.1, 0.09, 0.08], [0.2, -0.5, -0.2, 0.1, 0.3]] {
      let grid = (0...200).map { place in
        metric.stretch(StageJacobian(stage, timeStep: 1 / 96_000, positions: [knob: Double(place) / 200])(z))
      }
      let (lowest, highest) = (grid.min()!, grid.max()!)
      #expect(highest > lowest + 0.01, "the knob matters")
      for start in [0, 0.4, 1] {
        let found = StretchSearch(stage, metric).climb(z, from: [knob: start])
        #expect(found.stretch > highest - 0.1 * (highest - lowest) && found.steps > 10)
      }
    }
  }

  @Test func theClipperContracts() throws {
    let result = try examine(Repository.clipper)
    #expect(result.count == 1 && result[0].verdict == .contracts)
    #expect(result[0].stretch < 1 && result[0].reach < 1 && result[0].steps > 100)
  }

  @Test func whatGrowsIsTold() throws {
    var model = RandomModel.all[0].model
    // The linear part alone, which doubles a deviation in some 700 steps.
    model.stages[0].network.residualScales = model.stages[0].network.residualScales.map { _ in 0 }
    model.stages[0].smallSignal.step[0][0] = model.stages[0].smallSignal.step[0][0].map { _ in 0 }
    model.stages[0].smallSignal.step[0][0][0] = 0.001
    model.stages[0].states[0].limit = 1e9
    var result = try examine(model)
    #expect(result[0].verdict == .bounded && abs(result[0].stretch - 1.001) < 2e-9)
    model.stages[0].states[0].limit = 1e-3
    result = try examine(model)
    #expect(result[0].verdict == .escapes && result[0].reach > 1)
  }
}
