import ArgumentParser
import HostKit

/// The rows of a budget: everything with everything.
struct Workloads: ParsableArguments {
  @Option(help: ArgumentHelp("Sample rates.", valueName: "hz,…"))
  var rates = "44100,48000,96000"

  @Option(help: ArgumentHelp("Frames per block.", valueName: "n,…"))
  var blocks = "16,64,256,512"

  @Option(help: ArgumentHelp("Parameter values per block.", valueName: "n,…"))
  var densities = "0,1,64"

  @Option(help: ArgumentHelp("Channels of the main ports; the plugin's own if left out.", valueName: "n,…"))
  var channels: String?

  @Option(help: ArgumentHelp("warm, cold, or both.", valueName: "states"))
  var caches = "warm,cold"

  func all() throws(HostError) -> [Workload] {
    let rates = try Numbers.list("--rates", rates, 1000...768_000, unit: "Hz")
    let sizes = try Numbers.list("--blocks", blocks, 1...16384, unit: "frames")
    let densities = try Numbers.list("--densities", densities, 0...4096, unit: "events per block")
    var counts: [Int?] = [nil]
    if let channels { counts = try Numbers.list("--channels", channels, 1...64, unit: "channels") }
    let states = try caches.split(separator: ",").map { word throws(HostError) in
      guard let state = Workload.Caches(rawValue: String(word)) else {
        throw HostError.badSetting(name: "--caches", expected: "warm, cold, or warm,cold", actual: caches)
      }
      return state
    }
    var all: [Workload] = []
    for channels in counts {
      for caches in states {
        for rate in rates {
          for size in sizes {
            for density in densities {
              all.append(
                Workload(
                  sampleRate: Double(rate), blockFrames: size, eventsPerBlock: density, channels: channels,
                  caches: caches))
            }
          }
        }
      }
    }
    return all
  }
}
