import InstructionSets
import RealTime
import RealTimeV3
import RealTimeV4

/// The plugin's rate filters, compiled for one instruction set.
enum ChosenRates {
  /// Something that takes all of `audio` up and down each time it is called.
  ///
  /// - Parameter quality: index of Live, High, Ultra.
  static func player(_ set: InstructionSet, hostRateHz: Double, quality: Int32, _ audio: Channels) -> () -> Void {
    switch set {
    case .baseline:
      let bench = RealTime.RateBench(
        hostRateHz: hostRateHz, quality: RealTime.Quality(rawValue: quality)!, channelCount: audio.count)
      return { bench.run(audio.inputs, audio.outputs, count: audio.frameCount) }
    case .v3:
      let bench = RealTimeV3.RateBench(
        hostRateHz: hostRateHz, quality: RealTimeV3.Quality(rawValue: quality)!, channelCount: audio.count)
      return { bench.run(audio.inputs, audio.outputs, count: audio.frameCount) }
    case .v4:
      let bench = RealTimeV4.RateBench(
        hostRateHz: hostRateHz, quality: RealTimeV4.Quality(rawValue: quality)!, channelCount: audio.count)
      return { bench.run(audio.inputs, audio.outputs, count: audio.frameCount) }
    }
  }
}
