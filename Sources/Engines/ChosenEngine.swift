import InstructionSets
import ModelFormat
import RealTime
import RealTimeV3
import RealTimeV4

/// An engine compiled for one instruction set: a handle, freed by `deallocate`.
///
/// One source is compiled as three modules; which one plays is said here at each call, so that the compiler still sees
/// that none of them locks or allocates. What the functions mean stands at `RealTime.Engine`.
public struct ChosenEngine: BitwiseCopyable {
  public let set: InstructionSet
  private let address: UnsafeMutableRawPointer

  /// [main-thread]
  public static func allocate(
    _ set: InstructionSet = .chosen, model: Model, sampleRate: Double, channelCount: Int
  ) throws -> ChosenEngine {
    switch set {
    case .baseline:
      ChosenEngine(
        set, try RealTime.Engine.allocate(model: model, sampleRate: sampleRate, channelCount: channelCount))
    case .v3:
      ChosenEngine(
        set, try RealTimeV3.Engine.allocate(model: model, sampleRate: sampleRate, channelCount: channelCount))
    case .v4:
      ChosenEngine(
        set, try RealTimeV4.Engine.allocate(model: model, sampleRate: sampleRate, channelCount: channelCount))
    }
  }

  private init(_ set: InstructionSet, _ address: UnsafeMutableRawPointer) {
    self.set = set
    self.address = address
  }

  /// An engine by the number that `bits` gave; nil for 0.
  @_noLocks @_noAllocation
  public init?(_ set: InstructionSet, bits: UInt) {
    guard let address = UnsafeMutableRawPointer(bitPattern: bits) else { return nil }
    self.set = set
    self.address = address
  }

  public var bits: UInt { @_noLocks @_noAllocation get { UInt(bitPattern: address) } }

  /// [main-thread]
  public func deallocate() {
    switch set {
    case .baseline: RealTime.Engine.deallocate(baseline)
    case .v3: RealTimeV3.Engine.deallocate(v3)
    case .v4: RealTimeV4.Engine.deallocate(v4)
    }
  }

  private var baseline: UnsafeMutablePointer<RealTime.Engine> {
    @inline(__always) @_noLocks @_noAllocation get { address.assumingMemoryBound(to: RealTime.Engine.self) }
  }
  private var v3: UnsafeMutablePointer<RealTimeV3.Engine> {
    @inline(__always) @_noLocks @_noAllocation get { address.assumingMemoryBound(to: RealTimeV3.Engine.self) }
  }
  private var v4: UnsafeMutablePointer<RealTimeV4.Engine> {
    @inline(__always) @_noLocks @_noAllocation get { address.assumingMemoryBound(to: RealTimeV4.Engine.self) }
  }
}

extension ChosenEngine {
  /// The next in a list of engines that wait to be freed, as `bits`.
  public var link: UInt {
    @_noLocks @_noAllocation get {
      switch set {
      case .baseline: baseline.pointee.link
      case .v3: v3.pointee.link
      case .v4: v4.pointee.link
      }
    }
    @_noLocks @_noAllocation nonmutating set {
      switch set {
      case .baseline: baseline.pointee.link = newValue
      case .v3: v3.pointee.link = newValue
      case .v4: v4.pointee.link = newValue
      }
    }
  }

  /// [audio-thread]
  @_noLocks @_noAllocation
  public func setPosition(_ position: Double, ofControl index: Int) {
    switch set {
    case .baseline: baseline.pointee.setPosition(position, ofControl: index)
    case .v3: v3.pointee.setPosition(position, ofControl: index)
    case .v4: v4.pointee.setPosition(position, ofControl: index)
    }
  }

  /// [audio-thread]
  @_noLocks @_noAllocation
  public func setInputGain(decibels: Double) {
    switch set {
    case .baseline: baseline.pointee.setInputGain(decibels: decibels)
    case .v3: v3.pointee.setInputGain(decibels: decibels)
    case .v4: v4.pointee.setInputGain(decibels: decibels)
    }
  }

  /// [audio-thread]
  @_noLocks @_noAllocation
  public func setOutputGain(decibels: Double) {
    switch set {
    case .baseline: baseline.pointee.setOutputGain(decibels: decibels)
    case .v3: v3.pointee.setOutputGain(decibels: decibels)
    case .v4: v4.pointee.setOutputGain(decibels: decibels)
    }
  }

  /// [audio-thread]
  @_noLocks @_noAllocation
  public func setMix(_ fraction: Double) {
    switch set {
    case .baseline: baseline.pointee.setMix(fraction)
    case .v3: v3.pointee.setMix(fraction)
    case .v4: v4.pointee.setMix(fraction)
    }
  }

  /// [audio-thread]
  @_noLocks @_noAllocation
  public func setBypass(_ isBypassed: Bool) {
    switch set {
    case .baseline: baseline.pointee.setBypass(isBypassed)
    case .v3: v3.pointee.setBypass(isBypassed)
    case .v4: v4.pointee.setBypass(isBypassed)
    }
  }

  /// [audio-thread]
  @_noLocks @_noAllocation
  public func setQuality(index: Int) {
    switch set {
    case .baseline: baseline.pointee.setQuality(index: index)
    case .v3: v3.pointee.setQuality(index: index)
    case .v4: v4.pointee.setQuality(index: index)
    }
  }

  /// [audio-thread]
  @_noLocks @_noAllocation
  public func reset() {
    switch set {
    case .baseline: baseline.pointee.reset()
    case .v3: v3.pointee.reset()
    case .v4: v4.pointee.reset()
    }
  }

  /// [audio-thread] An engine of another instruction set is not followed.
  @_noLocks @_noAllocation
  public func follow(_ other: ChosenEngine) {
    guard set == other.set else { return }
    switch set {
    case .baseline: baseline.pointee.follow(other.baseline)
    case .v3: v3.pointee.follow(other.v3)
    case .v4: v4.pointee.follow(other.v4)
    }
  }

  /// [audio-thread]
  @_noLocks @_noAllocation
  public func process(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>?, outLeft: UnsafeMutablePointer<Float>,
    outRight: UnsafeMutablePointer<Float>?, frames: Int
  ) {
    switch set {
    case .baseline: baseline.pointee.process(left, right, outLeft: outLeft, outRight: outRight, frames: frames)
    case .v3: v3.pointee.process(left, right, outLeft: outLeft, outRight: outRight, frames: frames)
    case .v4: v4.pointee.process(left, right, outLeft: outLeft, outRight: outRight, frames: frames)
    }
  }

  public var isAtRest: Bool {
    @_noLocks @_noAllocation get {
      switch set {
      case .baseline: baseline.pointee.isAtRest
      case .v3: v3.pointee.isAtRest
      case .v4: v4.pointee.isAtRest
      }
    }
  }

  public var faultCount: UInt64 {
    @_noLocks @_noAllocation get {
      switch set {
      case .baseline: baseline.pointee.faultCount
      case .v3: v3.pointee.faultCount
      case .v4: v4.pointee.faultCount
      }
    }
  }

  public var tailSeconds: Double {
    @_noLocks @_noAllocation get {
      switch set {
      case .baseline: baseline.pointee.tailSeconds
      case .v3: v3.pointee.tailSeconds
      case .v4: v4.pointee.tailSeconds
      }
    }
  }
}
