import Circuits
import Foundation
import ModelFormat
import TestModels
import Testing
import Training

@Suite struct EvaluationTests {
  private func tones(_ delay: Double) -> [Double] {
    (0..<9600).map { n in
      let t = Double(n) - delay
      return sin(0.05 * t) + 0.5 * sin(0.31 * t + 1) + 0.2 * sin(1.1 * t)
    }
  }

  @Test(arguments: [0.0, 0.5, 3.37, 7.916])
  func findsADelay(delay: Double) {
    let measured = ErrorMeasure.alignedDecibels(
      tones(delay).map(Float.init), truth: tones(0), range: 0...12, skip: 480)
    #expect(abs(measured.delay - delay) < 0.002)
    #expect(measured.decibels < -60, "\(measured)")
  }

  @Test func ratios() {
    let truth = tones(0)
    let louder = truth.map { Float($0 * 1.01) }
    #expect(abs(ErrorMeasure.esrDecibels(louder, truth: truth) + 40) < 0.01)
    #expect(ErrorMeasure.esrDecibels([Float](repeating: 0, count: truth.count), truth: truth) == 0)
    #expect(ErrorMeasure.esrDecibels(louder.map { _ in .nan }, truth: truth) == .infinity)
    // Skipped samples do not count.
    let spoilt = [Float](repeating: 9, count: 100) + truth[100...].map(Float.init)
    #expect(ErrorMeasure.esrDecibels(spoilt, truth: truth, skip: 100) < -120)
  }

  /// A few seconds of training on a clipper without knobs: far from finished, but unmistakably the circuit. Its output
  /// as a state, and as a row that has nothing to tell beside the state that the output follows.
  @Test(
    .timeLimit(.minutes(2)),
    arguments: [
      (#""output": "states""#, #""sequences": 512, "sequenceSteps": 32"#),
      (
        #""output": "row", "outputFollows": { "v(C1)": 1 }"#,
        #""stageSamples": [6144], "sequences": 512, "sequenceSteps": 32, "sequenceJudgedEvery": 5"#
      ),
    ])
  func aShortTrainingFindsTheCircuit(output: String, sequences: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attractor-training-\(UUID().uuidString)")
    let circuitFolder = folder.appending(path: "small-clipper")
    try FileManager.default.createDirectory(at: circuitFolder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try """
    * A clipper without knobs
    Vin in 0 external
    R1 in out 2.2k
    C1 out 0 10n
    D1 out 0 dio
    D2 0 out dio
    .model dio D(IS=2.52n N=1.752)
    .end
    """.write(to: circuitFolder.appending(path: "circuit.cir"), atomically: true, encoding: .utf8)
    try """
    {
      "name": "Small Clipper", "controls": [],
      "levels": {
        "nominalPeakVolts": 2, "quietestDecibels": -30, "hottestDecibels": 12, "hottestSyntheticDecibels": 8
      },
      "data": {
        "lowestRateHz": 88200, "highestRateHz": 200000, "trajectories": 32, "seconds": 0.6, "holdSeconds": 0.3,
        "recordings": [], "seed": 1
      },
      "stages": [{
        "name": "clip", "to": "out", "taps": [0, 1, 2], \(output),
        "network": { "layers": [6, 6], "hasBiases": false, "activation": "rational-tanh-3" },
        "coordinates": [{ "source": "time-step", "use": "snapshots", "growth": [2], "degree": 8 }],
        "fit": {
          "oneStepSamples": 8192, "oneStepIterations": [500], "redrawEvery": 15,
          "heatExponents": [0, 0], \(sequences),
          "multiStepIterations": 80, "multiStepRedrawEvery": 8, "seeds": 1
        }
      }]
    }
    """.write(to: circuitFolder.appending(path: "recipe.json"), atomically: true, encoding: .utf8)
    let plan = try TrainingPlan(folder: circuitFolder.path)
    let solver = try TransientSolver(plan.circuit)
    let material = (0..<14_400).map { n in
      let t = Double(n) / 48_000
      return exp(-8 * t) * (sin(2 * .pi * 196 * t) + 0.4 * sin(2 * .pi * 587 * t)) * min(1, t / 0.002)
    }
    func stageScenes() throws(TrainingError) -> [[StageScene]] {
      try ValidationScenes.make(
        plan, bars: Bars(), materials: [Material(name: "pluck", samples: material, rateHz: 48_000)], progress: { _ in },
        isCancelled: { false })
    }
    let scenes = try [96_000.0, 176_400].map {
      try Scene(
        "held", solver, material: material, materialRateHz: 48_000, peakVolts: 2, rateHz: $0, gestures: [])
    }
    let trainer = Trainer(
      plan, recordings: [], workFolder: folder.path, workers: 2, watch: { _ in }, isCancelled: { false })
    let outcome = try trainer.train { () throws(TrainingError) in try stageScenes() }
    let model = outcome.model
    for scene in scenes {
      let decibels = try scene.decibels(model)
      print("short training at \(scene.rateHz): \(decibels) dB")
      #expect(decibels < -35)
    }
    // A second run takes the finished seed from the checkpoint: the same model, at once.
    let again = try trainer.train { () throws(TrainingError) in try stageScenes() }
    #expect(again.model == model && again.seconds == outcome.seconds && outcome.seconds > 0)
    #expect(try ModelReader.read(ModelWriter.bytes(of: model)).weightCount == model.weightCount)
  }
}
