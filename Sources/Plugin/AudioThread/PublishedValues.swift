import Engines

/// What the main thread hands down, and how values reach the engine.
extension AudioProcessor {
  /// Takes over what the main thread has published since the last call, if it is whole and no cross-fade is under way.
  @_noLocks @_noAllocation
  mutating func adoptPublishedSet() {
    let published = shared.generation()
    guard published != generation, published & 1 == 0, leaving == nil else { return }
    var index = 0
    while index < map.count {
      slots[index].incoming = shared.loadedValue(index)
      index += 1
    }
    guard shared.isStill(published) else { return }
    generation = published
    index = 0
    let next = exchange.take()
    while index < map.count {
      // With a new engine behind it the old one goes on as it is.
      setBase(slots[index].incoming, at: index, applies: next == nil)
      // An event may have slipped in between publication and now.
      shared.setValue(slots[index].base, at: index)
      index += 1
    }
    if let next { change(to: next) }
  }

  /// Offline rendering raises Live to Ultra.
  @_noLocks @_noAllocation
  mutating func adoptRenderMode() {
    let isOffline = shared.isOffline()
    if isOffline == self.isOffline { return }
    self.isOffline = isOffline
    apply(map.quality)
  }

  /// Tells the engine every value.
  @_noLocks @_noAllocation
  func applyAll() {
    var index = 0
    while index < map.count {
      apply(index)
      index += 1
    }
  }

  /// Tells the engine one value.
  @_noLocks @_noAllocation
  func apply(_ index: Int) {
    guard let engine else { return }
    let value = slots[index].effective
    switch slots[index].target {
    case .control(let control), .sceneB(let control): applyControl(control)
    case .morph:
      var control = 0
      while control < map.controls {
        applyControl(control)
        control += 1
      }
    case .inputGain: engine.setInputGain(decibels: value)
    case .outputGain: engine.setOutputGain(decibels: value)
    case .mix: engine.setMix(value)
    case .quality:
      engine.setQuality(index: value < 0.5 ? isOffline ? 2 : 0 : value < 1.5 ? 1 : 2)
    case .bypass: engine.setBypass(value >= 0.5)
    }
  }

  /// A control stands where Morph puts it between the two scenes.
  @_noLocks @_noAllocation
  private func applyControl(_ control: Int) {
    guard let engine else { return }
    let first = slots[map.sceneA + control].position
    let second = slots[map.sceneB + control].position
    let morph = slots[map.morph].effective
    engine.setPosition(first + (second - first) * morph, ofControl: control)
  }
}
