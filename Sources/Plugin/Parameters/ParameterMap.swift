/// Where in a plugin's parameters the audio thread finds what it needs: plain data.
struct ParameterMap {
  let count: Int
  let controls: Int
  /// The first control's knob in either scene; the others follow.
  let sceneA: Int
  let sceneB: Int
  let morph: Int
  let quality: Int

  /// [main-thread]
  init(_ list: ParameterList) {
    count = list.parameters.count
    func first(_ matches: (ParameterTarget) -> Bool) -> Int {
      list.parameters.firstIndex { matches($0.target) } ?? 0
    }
    controls = list.parameters.count { if case .control = $0.target { true } else { false } }
    sceneA = first { if case .control = $0 { true } else { false } }
    sceneB = first { if case .sceneB = $0 { true } else { false } }
    morph = first { if case .morph = $0 { true } else { false } }
    quality = first { if case .quality = $0 { true } else { false } }
  }
}
