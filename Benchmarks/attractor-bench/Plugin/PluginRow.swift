/// One place under all loads.
struct PluginRow {
  let place: PluginPlace
  private(set) var timings: [(load: PluginLoad, timing: Timing)] = []

  init(place: PluginPlace) { self.place = place }

  func filled(_ timings: [(PluginLoad, Timing)]) -> PluginRow {
    var result = self
    result.timings = timings
    return result
  }

  /// Nanoseconds per frame.
  func nanoseconds(_ load: PluginLoad) -> Double { timings.first { $0.load == load }?.timing.median ?? .nan }

  var automated: Double { nanoseconds(.automated64) / nanoseconds(.still64) }
  var moving: Double { nanoseconds(.swept64) / nanoseconds(.still64) }
  var smallBlocks: Double { nanoseconds(.still16) / nanoseconds(.still512) }
  /// The dearest level against the usual one.
  var levels: Double { max(nanoseconds(.quiet64), nanoseconds(.hot64)) / nanoseconds(.still64) }
  var denormal: Double { nanoseconds(.denormal) / nanoseconds(.still64) }

  var figures: [Figure] {
    let isLive = place.quality == .live
    let times = timings.map { load, timing in
      Figure(
        subject: place.name, variant: load.name, value: timing.median, unit: "ns per frame", timing: timing,
        bar: load == .still64 ? place.bar : load == .silent && isLive ? .atMost(3) : nil)
    }
    let ratios = [
      ("one knob moving against still", automated, Bar.atMost(1.5)),
      ("knobs moving in turn against still", moving, .atMost(1.5)),
      ("blocks of 16 against 512", smallBlocks, .atMost(1.3)),
      ("other levels against the usual one", levels, .atMost(1.1)),
      ("denormal input against a guitar", denormal, .atMost(1.1)),
    ].map { name, value, bar in
      Figure(subject: place.name, variant: name, value: value, unit: "×", bar: isLive ? bar : nil)
    }
    return times + ratios
  }
}
