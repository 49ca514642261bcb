import Glibc
import ModelFormat
import TestModels
import Testing
import Training

@Suite struct KnobPositionTests {
  private static func knobs(_ roles: [Control.Role], limits: [String: Double] = [:]) -> KnobPositions {
    let ids = roles.indices.map { "knob-\($0)" }
    let controls = zip(ids, roles).map { Control(id: $0, name: $0, default: 0.7, role: $1) }
    return KnobPositions(ids: ids, controls: controls, limits: limits)
  }

  @Test func levelsStayAndLimitsHold() {
    let knobs = Self.knobs([.snapshot, .level, .condition], limits: ["knob-2": 0.5])
    #expect(knobs.defaults == [0.7, 0.7, 0.5] && knobs.moving == [0, 2])
    #expect(knobs.ends == [[0, 0.7, 0.5], [1, 0.7, 0.5], [0.7, 0.7, 0], [0.7, 0.7, 0.5]])
    for index in 0..<200 {
      let positions = knobs.spread(index)
      #expect((0...1).contains(positions[0]) && positions[1] == 0.7 && (0...0.5).contains(positions[2]))
    }
    let corners = knobs.corners(atMost: 4)
    #expect(corners == [[0, 0.7, 0], [0, 0.7, 0.5], [1, 0.7, 0], [1, 0.7, 0.5]])
    #expect(knobs.corners(atMost: 3) == knobs.ends)
    #expect(knobs.with(2, .sine(hertz: 5, upTo: 0.5)) == [.held(0.7), .held(0.7), .sine(hertz: 5, upTo: 0.5)])
    let held = knobs.holding(2, at: 0.9)
    #expect(held.moving == [0] && held.spread(3)[2] == 0.9 && held.ends == [[0, 0.7, 0.9], [1, 0.7, 0.9]])
  }

  /// Every box of a coarse grid is met about as often as any other.
  @Test(arguments: 1...3) func theSequenceFillsTheCube(count: Int) {
    let knobs = Self.knobs([Control.Role](repeating: .snapshot, count: count))
    var boxes: [Int: Int] = [:]
    let points = 64 << count
    for index in 0..<points {
      let box = knobs.spread(index).reduce(0) { $0 * 2 + min(Int($1 * 2), 1) }
      boxes[box, default: 0] += 1
    }
    #expect(boxes.count == 1 << count && boxes.values.allSatisfy { abs($0 - 64) <= 10 }, "\(boxes)")
  }

  @Test(arguments: RandomModel.all) func heldOutPositionsHaveNoWeightSets(_ random: RandomModel) {
    let model = random.model
    let knobs = KnobPositions(ids: model.controls.map(\.id), controls: model.controls)
    let held = knobs.heldOut(10, from: model)
    #expect(held.count == (model.controls.isEmpty ? 0 : 10))
    let sets = WeightSetPositions(model)
    #expect(held.allSatisfy { !sets.isNear($0, ids: knobs.ids) })
    let corner = model.controls.map { _ in 0.0 }
    let hasAxes = model.stages.contains { stage in
      stage.network.axes.contains { stage.coordinates[$0.coordinate].source == .control }
    }
    #expect(sets.isNear(corner, ids: knobs.ids) == hasAxes)
  }

  @Test func weightSetsAreFoundAlongEveryLaw() {
    let middles: [(Coordinate, Double)] = [
      (.position(of: "a"), 0.5),
      // ln(0.01 + 0.99 p) is half way at p = (√0.01 − 0.01) / 0.99.
      (
        Coordinate(
          name: "a", source: .control, control: "a", law: .logarithmic, offset: 0.01, slope: 0.99, from: log(0.01),
          to: 0), 0.09 / 0.99
      ),
      // Falling: c = −1 at position 1.
      (Coordinate(name: "a", source: .control, control: "a", from: 1, to: 0), 0.5),
    ]
    for (coordinate, middle) in middles {
      #expect(abs(WeightSetPositions.position(of: 0, along: coordinate) - middle) < 2e-6)
      let ends = [-1.0, 1].map { WeightSetPositions.position(of: $0, along: coordinate) }
      #expect(ends.sorted() == [0, 1])
    }
  }

  @Test func gesturesReachTheirTops() {
    let sine = KnobGesture.sine(hertz: 5, upTo: 0.6).smoothed(count: 96_000, rateHz: 96_000)
    #expect(sine.allSatisfy { (0...0.6).contains($0) })
    // The smoother takes 3 % of a swing of 5 Hz.
    #expect(sine.max()! > 0.58 && sine[9600...].min()! < 0.02)
    let square = KnobGesture.square(hertz: 10, upTo: 0.5).smoothed(count: 9600, rateHz: 96_000)
    #expect(square[4799] == 0 && abs(square[9599] - 0.5) < 1e-3)
  }

  @Test func wordsNameWhatDiffers() {
    let knobs = Self.knobs([.snapshot, .snapshot])
    #expect(knobs.description(knobs.held).isEmpty)
    #expect(knobs.description([.held(0.123), .sine(hertz: 5)]) == "knob-0 0.12, knob-1")
  }
}
