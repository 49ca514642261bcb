import EigenNetwork
import InstructionSets

/// One competitor at one number of channels.
final class KernelRow {
  enum Who: Equatable {
    case kernel(InstructionSet)
    case eigen(EigenActivation)
    case scalar

    var name: String {
      switch self {
      case .kernel(let set): "Attractor, \(set)"
      case .eigen(EigenActivationPlainTanh): "Eigen, std::tanh"
      case .eigen(EigenActivationFastTanh): "Eigen, its own tanh"
      case .eigen: "Eigen, rational tanh"
      case .scalar: "plain loops"
      }
    }
  }

  let who: Who
  let audio: Channels
  let play: () -> Void
  let contender: Contender
  /// Cycles per step and channel, by the clock measured between this row's slices.
  var cycles = 0.0
  /// What a step of one channel takes at least.
  var floorCycles: Double?
  /// From the plain loops, in decibels.
  var difference = 0.0

  init(_ who: Who, _ audio: Channels, _ play: @escaping () -> Void) {
    self.who = who
    self.audio = audio
    self.play = play
    contender = Contender(who.name, roundSize: audio.frameCount * audio.count) { rounds in
      ThreadClock.time { for _ in 0..<rounds { play() } }
    }
  }

  var channels: Int { audio.count }

  /// Nanoseconds per step and channel.
  var nanoseconds: Double { contender.timing.median }
}
