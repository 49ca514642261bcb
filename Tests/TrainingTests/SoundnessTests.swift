import AudioFiles
import Foundation
import ModelFormat
import TestModels
import Testing
import Training

/// What ships is sound, stage by stage, and what is not is found out.
@Suite struct SoundnessTests {
  private func scenes(_ circuit: String) throws -> [[StageScene]] {
    let plan = try TrainingPlan(folder: Repository.root.appending(path: "Models/\(circuit)").path)
    let recordings = try plan.recipe.data.recordings.map { path in
      let audio = try AudioFile.read(Repository.root.appending(path: path).path)
      return Material(name: path, samples: audio.channels[0].map(Double.init), rateHz: audio.sampleRate)
        .resampled(to: 48_000).split(at: 0.7).rest
    }
    return try ValidationScenes.make(
      plan, bars: Bars(folder: plan.folder, knobs: plan.circuit.controls), materials: recordings, progress: { _ in },
      isCancelled: { false })
  }

  private func alone(_ stage: Int, of model: Model) -> Model {
    var alone = model
    alone.stages = [model.stages[stage]]
    alone.levels = []
    let knobs = alone.stages[0].knobs
    alone.controls = model.controls.filter { knobs.contains($0.id) }
    return alone
  }

  /// How many times the circuit's hottest peak a burst may make where no training has made less of it. Both
  /// amplify by 40 dB or more before they clip.
  private static let knownBursts = ["rat gain": 3.5, "fuzz-face fuzz": 5.5]

  @Test(arguments: Repository.shippedModels)
  func shipped(_ model: Model) throws {
    for (index, scenes) in try scenes(model.circuit).enumerated() where !model.stages[index].isLinear {
      let feedsNetworks = model.stages[(index + 1)...].contains { !$0.isLinear }
      let flaws = Soundness(alone(index, of: model), scenes, feedsNetworks: feedsNetworks).flaws
      let name = "\(model.circuit) \(model.stages[index].name)"
      print("sound, \(name): \(flaws.map(\.description))")
      let unknown = flaws.filter {
        if case .burst(let times, _) = $0 { times > Self.knownBursts[name] ?? 0 } else { true }
      }
      #expect(unknown.isEmpty)
    }
  }

  @Test func whatIsNotSound() throws {
    let model = Repository.clipper
    let scenes = try scenes(model.circuit)[0]
    #expect(Soundness(model, scenes, feedsNetworks: false).flaws.isEmpty)

    // Too narrow for its own states.
    var lost = model
    lost.stages[0].states[0].limit = 0.2
    guard case .resets(let count)? = Soundness(lost, scenes, feedsNetworks: false).flaws.first else {
      Issue.record("no resets")
      return
    }
    #expect(count > 100)

    // Louder than its circuit: what clips is learnt, and what is learnt counts a fifth.
    var loud = model
    loud.stages[0].network.residualScales = loud.stages[0].network.residualScales.map { 0.2 * $0 }
    #expect(
      Soundness(loud, scenes, feedsNetworks: false).flaws.contains {
        if case .burst(let times, _) = $0 { times > 2.5 } else { false }
      })

    // The triode stage rounds at −91 dB where its gain is shut: enough for an output, too much for what clips it.
    let triode = try #require(Repository.shippedModels.first { $0.circuit == "triode-stage" })
    let valve = try #require(triode.stages.firstIndex { !$0.isLinear })
    let quiet = Soundness(alone(valve, of: triode), try self.scenes(triode.circuit)[valve], feedsNetworks: true).flaws
    #expect(quiet.contains { if case .rounding(let decibels, _) = $0 { decibels > -102 } else { false } })

    // Nobody to judge by.
    #expect(Soundness(lost, [], feedsNetworks: false).flaws.isEmpty)
  }
}
