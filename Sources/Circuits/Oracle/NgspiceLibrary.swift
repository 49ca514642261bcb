import Glibc
import CNgspice
import Synchronization

/// ngspice as one process has it: a single simulator, initialised once, used by one run at a time.
final class NgspiceLibrary: @unchecked Sendable {
  static let shared = Mutex(NgspiceLibrary())

  /// What the run in progress supplies and collects; ngspice's callbacks find it here.
  final class Run {
    var sources: [String: Waveform] = [:]
    var sampler: EvenSampler
    var outputIndex: Int?
    var timeIndex: Int?
    var lastTime = 0.0
    let duration: Double
    var progress: ((Double) -> Void)?
    private var reported = 0.0

    init(sampler: EvenSampler, duration: Double, progress: ((Double) -> Void)?) {
      (self.sampler, self.duration, self.progress) = (sampler, duration, progress)
    }

    func accept(_ time: Double, _ value: Double) {
      lastTime = time
      sampler.append(time, value)
      guard let progress, time - reported > duration / 200 else { return }
      reported = time
      progress(min(1, time / duration))
    }
  }

  private(set) var messages: [String] = []
  fileprivate var run: Run?
  private var initialised = false
  /// ngspice asked to leave; nothing more can be expected of it.
  fileprivate(set) var isLost = false

  fileprivate nonisolated(unsafe) static var current: NgspiceLibrary?

  private func initialise() {
    guard !initialised else { return }
    initialised = true
    Self.current = self
    ngSpice_Init(
      { text, _, _ in
        NgspiceLibrary.current?.note(text.map { String(cString: $0) } ?? "")
        return 0
      },
      { _, _, _ in 0 },
      { _, _, _, _, _ in
        NgspiceLibrary.current?.isLost = true
        return 0
      },
      { all, _, _, _ in
        guard let run = NgspiceLibrary.current?.run, let all = all?.pointee, let vectors = all.vecsa else { return 0 }
        guard let time = run.timeIndex, let out = run.outputIndex, max(time, out) < Int(all.veccount),
          let timeVector = vectors[time], let outVector = vectors[out]
        else { return 0 }
        run.accept(timeVector.pointee.creal, outVector.pointee.creal)
        return 0
      },
      { all, _, _ in
        guard let run = NgspiceLibrary.current?.run, let all = all?.pointee, let vectors = all.vecs else { return 0 }
        (run.timeIndex, run.outputIndex) = (nil, nil)
        for index in 0..<Int(all.veccount) {
          guard let name = vectors[index]?.pointee.vecname else { continue }
          switch String(cString: name).lowercased() {
          case "time": run.timeIndex = index
          case "out", "v(out)": run.outputIndex = index
          default: break
          }
        }
        return 0
      },
      { _, _, _ in 0 }, nil)
    ngSpice_Init_Sync(
      { value, time, name, _, _ in
        guard let value, let name, let run = NgspiceLibrary.current?.run else { return 0 }
        value.pointee = run.sources[String(cString: name)]?.value(at: time) ?? 0
        return 0
      }, nil, nil, nil, nil)
  }

  /// Loads a deck, runs commands, forgets the deck. The messages of ngspice are there afterwards.
  func perform(_ run: Run, deck: [String], commands: [String]) -> String? {
    initialise()
    messages = []
    guard !isLost else { return "start: it has left after an earlier error" }
    self.run = run
    defer {
      self.run = nil
      command("destroy all")
      command("remcirc")
    }
    var lines: [UnsafeMutablePointer<CChar>?] = deck.map { strdup($0) }
    lines.append(nil)
    defer { for line in lines { free(line) } }
    guard ngSpice_Circ(&lines) == 0, !isLost, !hasError else { return "read the netlist" }
    for text in commands { guard command(text), !isLost else { return "run '\(text)'" } }
    return nil
  }

  private var hasError: Bool {
    messages.contains { $0.lowercased().contains("error") }
  }

  @discardableResult
  private func command(_ text: String) -> Bool {
    var bytes = Array(text.utf8CString)
    return ngSpice_Command(&bytes) == 0
  }

  fileprivate func note(_ text: String) {
    guard messages.count < 1000 else { return }
    messages.append(text)
  }

  /// What ngspice complained about, without its chatter.
  var complaints: String {
    let lines = messages.compactMap { line -> String? in
      let text = line.replacing("stderr ", with: "").replacing("stdout ", with: "").trimmed
      return line.hasPrefix("stderr") && !text.isEmpty ? text : nil
    }
    return lines.isEmpty ? "no message" : lines.suffix(12).joined(separator: "; ")
  }
}
