/// One vector of each channel: what a step computes, for both channels at once.
///
/// A sample of one channel waits for the sample before it, not for the other channel, so the second channel is played
/// while the first one waits. In mono what would be the second is stored nowhere, and so the compiler leaves it out.
struct Pair: BitwiseCopyable {
  var first: Lanes
  var second: Lanes

  @inline(always)
  @_noLocks @_noAllocation
  init(_ first: Lanes, _ second: Lanes) {
    self.first = first
    self.second = second
  }

  /// The same for both.
  @inline(always)
  @_noLocks @_noAllocation
  init(both: Lanes) { self.init(both, both) }

  /// A vector of each channel's memory.
  @inline(always)
  @_noLocks @_noAllocation
  init(_ places: PairPlaces, vector: Int) {
    self.init(places.first.lanes(at: 0)[vector], places.second.lanes(at: 0)[vector])
  }

  /// One number of each channel's memory, in all lanes.
  @inline(always)
  @_noLocks @_noAllocation
  init(_ places: PairPlaces, scalar: Int) {
    self.init(Lanes(repeating: places.first[scalar]), Lanes(repeating: places.second[scalar]))
  }

  @inline(always)
  @_noLocks @_noAllocation
  static func + (a: Pair, b: Pair) -> Pair { Pair(a.first + b.first, a.second + b.second) }

  @inline(always)
  @_noLocks @_noAllocation
  static func - (a: Pair, b: Pair) -> Pair { Pair(a.first - b.first, a.second - b.second) }

  @inline(always)
  @_noLocks @_noAllocation
  static func * (a: Pair, b: Lanes) -> Pair { Pair(a.first * b, a.second * b) }

  @inline(always)
  @_noLocks @_noAllocation
  static func / (a: Pair, b: Pair) -> Pair { Pair(a.first / b.first, a.second / b.second) }

  /// `self + weights · values`.
  @inline(always)
  @_noLocks @_noAllocation
  func adding(_ weights: Lanes, times values: Pair) -> Pair {
    Pair(first.adding(weights, times: values.first), second.adding(weights, times: values.second))
  }

  /// `self + a · b`.
  @inline(always)
  @_noLocks @_noAllocation
  func adding(_ a: Pair, times b: Pair) -> Pair {
    Pair(first.adding(a.first, times: b.first), second.adding(a.second, times: b.second))
  }

  var saturated: Pair {
    @inline(always) @_noLocks @_noAllocation get { Pair(first.saturated, second.saturated) }
  }

  /// Each channel's sum over its lanes, in all lanes.
  var totals: Pair {
    @inline(always) @_noLocks @_noAllocation get {
      Pair(Lanes(repeating: first.total), Lanes(repeating: second.total))
    }
  }

  /// One lane of each channel, in all lanes.
  @inline(always)
  @_noLocks @_noAllocation
  func spread(_ lane: Int) -> Pair { Pair(Lanes(repeating: first[lane]), Lanes(repeating: second[lane])) }
}

/// The same place in both channels' memory; in mono twice the same.
struct PairPlaces: BitwiseCopyable {
  let first: UnsafeMutablePointer<Float>
  let second: UnsafeMutablePointer<Float>

  @inline(always)
  @_noLocks @_noAllocation
  init(_ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>) {
    self.first = first
    self.second = second
  }

  @inline(always)
  @_noLocks @_noAllocation
  static func + (places: PairPlaces, offset: Int) -> PairPlaces {
    PairPlaces(places.first + offset, places.second + offset)
  }

  /// Keeps a vector; the second channel's where there is one.
  @inline(always)
  @_noLocks @_noAllocation
  func put(_ pair: Pair, vector: Int, channels: Int) {
    first.lanes(at: 0)[vector] = pair.first
    if channels > 1 { second.lanes(at: 0)[vector] = pair.second }
  }
}
