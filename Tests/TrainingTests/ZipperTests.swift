import AudioFiles
import Foundation
import ModelFormat
import TestModels
import Testing
import Training

/// Knobs never zip: of every model that ships, every control, against the reference that computes all at every sample.
@Suite struct ZipperTests {
  /// Where a circuit would sing beyond: there waveforms part for any reason.
  private static let limits = ["ladder": ["resonance": 0.65], "ms20": ["resonance": 0.65]]

  private func guitar(seconds: Double, peakVolts: Double) throws -> [Double] {
    let guitar = try AudioFile.read(Repository.root.appending(path: "Tests/Fixtures/audio/guit_e_slide.flac").path)
      .resampled(to: ZipperMeasure.rateHz)
    let start = Int(0.85 * ZipperMeasure.rateHz)
    let excerpt = guitar.channels[0][start..<start + Int(seconds * ZipperMeasure.rateHz)].map(Double.init)
    let peak = excerpt.map(abs).max()!
    return excerpt.map { $0 * peakVolts / peak }
  }

  /// Where a circuit sings nothing is forgotten: what steps lack adds up, and in the end both parts are out of phase.
  /// After 20 ms, 1920 steps, less than −80 dB has.
  @Test(arguments: Repository.shippedModels.filter(\.selfOscillates))
  func whileSinging(_ model: Model) throws {
    let volts = try guitar(seconds: 0.02, peakVolts: 0.5)
    for (index, control) in model.controls.enumerated() {
      var gestures = model.controls.map {
        KnobGesture.held($0.id == "resonance" ? 1 : $0.position(ofPlain: $0.default))
      }
      for gesture in ZipperMeasure.gestures(upTo: 1).suffix(2) {
        gestures[index] = gesture
        let decibels = try ZipperMeasure.decibels(model, volts: volts, gestures: gestures)
        #expect(decibels <= -80, "\(control.id), \(gesture)")
      }
    }
  }

  @Test(arguments: Repository.shippedModels)
  func everyControl(_ model: Model) throws {
    let volts = try guitar(seconds: 0.1, peakVolts: 0.5)
    let limits = model.controls.map { Self.limits[model.circuit]?[$0.id] ?? 1 }
    for (index, control) in model.controls.enumerated() {
      // The two that ask most; cards have the slower ones, too.
      for gesture in ZipperMeasure.gestures(upTo: limits[index]).suffix(2) {
        var gestures = zip(model.controls, limits).map { KnobGesture.held(min($0.position(ofPlain: $0.default), $1)) }
        gestures[index] = gesture
        let decibels = try ZipperMeasure.decibels(model, volts: volts, gestures: gestures)
        #expect(decibels <= -90, "\(control.id), \(gesture)")
      }
    }
  }
}

extension Model: CustomTestStringConvertible {
  public var testDescription: String { circuit }
}
