import Engines
import Glibc
import InstructionSets
import ModelFormat
import RealTime
import TestModels
import Testing

/// The float engine against the plain step in double precision, at host rates where no filter stands between them.
@Suite struct ReferenceTests {
  static let models = [Repository.clipper] + RandomChain.models
  static let heldModels = Repository.shippedModels + RandomChain.models

  /// Circuits that amplify their own rounding: a high gain, or volts of output from millivolts of state. And made-up
  /// stages that move little beside what their networks sum up: with layers in float alone, all else in double
  /// precision, they are at −115 to −123 dB, where most are at −130 or better.
  private static let looser = [
    "big-muff": -104.0, "fuzz-face": -92.0, "triode-stage": -88.0, "random-53": -105.0, "random-56": -105.0,
    "random-60": -107.0,
  ]

  enum Gesture: CaseIterable {
    case sine5, sine20, square10

    func target(_ seconds: Double) -> Double {
      switch self {
      case .sine5: 0.5 - 0.5 * cos(2 * .pi * 5 * seconds)
      case .sine20: 0.5 - 0.5 * cos(2 * .pi * 20 * seconds)
      case .square10: (10 * seconds).truncatingRemainder(dividingBy: 1) < 0.5 ? 0.1 : 0.9
      }
    }
  }

  @Test(arguments: heldModels.indices, [96_000.0, 192_000.0])
  func knobsHeld(_ index: Int, rateHz: Double) throws {
    let model = Self.heldModels[index]
    let input = Material.music(seconds: 0.4, rateHz: rateHz, peak: 3)
    var (loudest, worst) = (0.0, -Double.infinity)
    // What sings, all knobs up, drifts apart in the end.
    for position in model.controls.isEmpty ? [0] : [0, 0.13, 0.5, 0.77] + (model.selfOscillates ? [] : [1]) {
      let positions = model.controls.map { _ in position }
      var reference = ReferenceStep(model, rateHz: rateHz, positions: positions)
      let truth = input.map { reference.step(Double($0), positions: positions) }
      loudest = max(loudest, truth.map(abs).max()!)
      for set in InstructionSet.available {
        let engine = try ChosenEngine.allocate(set, model: model, sampleRate: rateHz, channelCount: 1)
        defer { engine.deallocate() }
        for knob in positions.indices { engine.setPosition(position, ofControl: knob) }
        engine.reset()
        let error = errorDecibels(engine.play(input), truth)
        worst = max(worst, error)
        #expect(error <= Self.looser[model.circuit] ?? -110, "\(model.name), knobs at \(position), \(set)")
      }
    }
    print("held, \(model.name), \(rateHz): \(worst) dB")
    #expect(loudest > 0.05)
  }

  @Test(arguments: models.indices, Gesture.allCases)
  func knobsMoving(_ index: Int, _ gesture: Gesture) throws {
    let model = Self.models[index]
    guard !model.controls.isEmpty else { return }
    for rateHz in index == 0 ? [96_000.0, 192_000] : [96_000] {
      let input = Material.music(seconds: 0.2, rateHz: rateHz, peak: 3)
      let every = 37
      // The second knob lags, so that knobs change their minds at different frames.
      func told(_ knob: Int, _ frame: Int) -> Double {
        gesture.target(Double(max(frame - 11 * knob, 0) / every * every) / rateHz)
      }
      let player = try Player(model, rateHz: rateHz)
      var smoothers = model.controls.indices.map { Smoother(rateHz: rateHz, value: told($0, 0)) }
      for knob in smoothers.indices { player.engine.pointee.setPosition(told(knob, 0), ofControl: knob) }
      player.engine.pointee.reset()
      var reference = ReferenceStep(model, rateHz: rateHz, positions: smoothers.map(\.value))
      var events: [Player.Event] = []
      var truth: [Double] = []
      for n in input.indices {
        for knob in smoothers.indices {
          let target = told(knob, n)
          smoothers[knob].head(for: target)
          if n > 0 && target != told(knob, n - 1) {
            events.append((n, { $0.pointee.setPosition(target, ofControl: knob) }))
          }
        }
        let positions = smoothers.indices.map { knob in
          _ = smoothers[knob].step()
          return smoothers[knob].between
        }
        truth.append(reference.step(Double(input[n]), positions: positions))
      }
      let error = errorDecibels(player.play(input, events: events), truth)
      print("moving, \(model.name), \(gesture), \(rateHz): \(error) dB")
      #expect(error <= -90)
    }
  }
}
