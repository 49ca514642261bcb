import InstructionSets
import ModelFormat
import RealTime
import RealTimeV3
import RealTimeV4

/// The plugin's kernel, compiled for one instruction set: a stage in one or two channels.
enum ChosenStage {
  case baseline(RealTime.StageBench)
  case v3(RealTimeV3.StageBench)
  case v4(RealTimeV4.StageBench)

  init(_ set: InstructionSet, _ stage: Model.Stage, channelCount: Int) {
    let rateHz = 96_000.0
    switch set {
    case .baseline: self = .baseline(.init(stage, rateHz: rateHz, channelCount: channelCount))
    case .v3: self = .v3(.init(stage, rateHz: rateHz, channelCount: channelCount))
    case .v4: self = .v4(.init(stage, rateHz: rateHz, channelCount: channelCount))
    }
  }

  /// Something that plays all of `audio` through a stage each time it is called.
  static func player(_ set: InstructionSet, _ stage: Model.Stage, _ audio: Channels) -> () -> Void {
    switch ChosenStage(set, stage, channelCount: audio.count) {
    case .baseline(var bench): return { bench.run(audio.inputs, audio.outputs, count: audio.frameCount) }
    case .v3(var bench): return { bench.run(audio.inputs, audio.outputs, count: audio.frameCount) }
    case .v4(var bench): return { bench.run(audio.inputs, audio.outputs, count: audio.frameCount) }
    }
  }
}
