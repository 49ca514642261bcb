import CLAP
import Testing

/// Scene A is the knobs, scene B a second set of them, Morph the way between.
@Suite struct SceneTests {
  private func scenes(_ id: String, _ values: [(String, Double)], morph: Double) throws -> Instance {
    let instance = try Instance(id)
    let events = try values.map { try instance.set($0.0, at: $0.1) }
    instance.flush(try events + [instance.set("Morph", at: morph)])
    try instance.activate()
    return instance
  }

  @Test(arguments: Library.shared.ids) func morphLeadsFromOneSceneToTheOther(_ id: String) throws {
    let instance = try Instance(id)
    let names = instance.parameters.prefix { $0.name != "Morph" }.map(\.name)
    let signal = Signal.sine(4800)
    let low = names.map { ($0, 0.2) }
    let high = names.map { ($0, 0.6) }
    let highB = names.map { ($0 + " B", 0.6) }
    let atA = try scenes(id, low + highB, morph: 0).render(signal)
    #expect(try atA == scenes(id, low, morph: 0).render(signal), "B is silent at 0 %")
    let atB = try scenes(id, low + highB, morph: 1).render(signal)
    #expect(try Difference(atB, scenes(id, high, morph: 0).render(signal)) == nil, "A is silent at 100 %")
    let half = try scenes(id, low + highB, morph: 0.5).render(signal)
    #expect(try Difference(half, scenes(id, names.map { ($0, 0.4) }, morph: 0).render(signal)) == nil, "half-way")
    #expect(Difference(atA, atB) != nil)
  }

  /// Moving Morph is moving every knob at once, at the same sample, modulated or not.
  @Test(arguments: Library.shared.ids) func movingMorphIsMovingAllKnobs(_ id: String) throws {
    let probe = try Instance(id)
    let names = probe.parameters.prefix { $0.name != "Morph" }.map(\.name)
    let signal = Signal.sine(9600)
    let morph = try probe.parameter("Morph").id
    let setting = names.map { ($0, 0.2) } + names.map { ($0 + " B", 0.7) }
    let expected = try scenes(id, setting, morph: 0)
      .render(signal, events: try names.map { try probe.set($0, at: 0.7, time: 1234) })
    let automated = try scenes(id, setting, morph: 0).render(signal, events: [.value(morph, 1, at: 1234)])
    let modulated = try scenes(id, setting, morph: 0).render(signal, events: [.modulation(morph, 1, at: 1234)])
    #expect(Difference(automated, expected) == nil)
    #expect(automated == modulated)
  }

  @Test(arguments: Library.shared.ids) func scenesAreInTheState(_ id: String) throws {
    let source = try Instance(id)
    source.flush(source.parameters.filter { $0.name.hasSuffix(" B") || $0.name == "Morph" }.map { .value($0.id, 0.31) })
    let target = try Instance(id)
    #expect(target.load(try #require(source.save())))
    #expect(target.values == source.values)
    #expect(target.value(try target.parameter("Morph").id) == 0.31)
  }
}

extension Instance {
  /// Puts a parameter at a share of its range.
  func set(_ name: String, at share: Double, time: Int = 0) throws -> Event {
    let parameter = try parameter(name)
    return .value(parameter.id, parameter.minimum + (parameter.maximum - parameter.minimum) * share, at: time)
  }
}
