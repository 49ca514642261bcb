import ModelFormat
import RealTime
import TestModels
import Testing

/// Circuits that sing without input: the noise floor starts them, and they never rest.
@Suite struct SingingTests {
  static let rateHz = 96_000.0

  @Test func singsOutOfSilence() throws {
    let player = try Player(RandomChain.singer, rateHz: Self.rateHz, channels: 2)
    #expect(player.engine.pointee.tailSeconds == .infinity)
    #expect(!player.engine.pointee.isAtRest)
    let silence = [Float](repeating: 0, count: 48_000)
    let song = player.stereo(silence, silence)
    #expect(song.left[..<100].allSatisfy { abs($0) < 1e-6 } && song.left[..<100].contains { $0 != 0 })
    let sung = song.left[4_800...]
    #expect(sung.map(abs).max()! > 0.4 && sung.map(abs).max()! < 1)
    #expect(song.right == song.left)
    #expect(!player.engine.pointee.isAtRest && player.engine.pointee.faultCount == 0)
    // The noise floor begins again with every reset.
    player.engine.pointee.reset()
    #expect(!player.engine.pointee.isAtRest)
    #expect(player.stereo(silence, silence, blocks: [1, 77, 512]).left == song.left)
  }

  /// The floor is what it says: even, within 1e-7 V peak, in a circuit that lets it through.
  @Test func theNoiseFloorIsSmallAndEven() throws {
    var wire = RandomChain.all[2].model
    wire.stages = [wire.stages[0]]
    wire.stages[0].smallSignal.outputStep = [[1, 0, 0, 0]]
    wire.stages[0].output.scale = wire.stages[0].input.scale
    let silence = [Float](repeating: 0, count: 20_000)
    #expect(try Player(wire, rateHz: Self.rateHz).play(silence).allSatisfy { $0 == 0 })
    wire.selfOscillates = true
    let floor = try Player(wire, rateHz: Self.rateHz).play(silence).map(Double.init)
    #expect(floor.allSatisfy { abs($0) <= 1e-7 } && floor.contains { $0 > 9.9e-8 } && floor.contains { $0 < -9.9e-8 })
    let (mean, power) = (floor.reduce(0, +) / 20_000, floor.reduce(0) { $0 + $1 * $1 } / 20_000)
    // Even noise has a third of its peak's power, and no neighbour knows the other.
    let neighbours = zip(floor, floor.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / 20_000
    #expect(abs(mean) < 2e-9 && abs(power / 1e-14 - 1.0 / 3) < 0.01 && abs(neighbours / 1e-14) < 0.01)
  }

  @Test func aSilentLevelIsSilent() throws {
    var model = RandomChain.singer
    model.controls = [Control(id: "volume", name: "Volume", default: 0, role: .level)]
    // T₀ + T₁ is zero at c = −1.
    model.levels = [.init(control: "volume", gain: [0.5, 0.5])]
    let player = try Player(model, rateHz: Self.rateHz)
    let silence = [Float](repeating: 0, count: 20_000)
    #expect(player.play(silence).allSatisfy { $0 == 0 })
    player.engine.pointee.setPosition(1, ofControl: 0)
    #expect(player.play(silence)[10_000...].map(abs).max()! > 0.4)
  }
}
