import Foundation
import ModelFormat
import Plot

/// The demo's findings on one page.
struct DemoPage {
  let model: Model
  let take: Take
  let figures: DemoFigures
  let curves: [TransferCurve]
  let trajectory: StateTrajectory
  let audio: [String: String]
  let recording: String

  private var charts: DemoCharts { DemoCharts(take: take, figures: figures, curves: curves, trajectory: trajectory) }

  var html: String {
    var page = Page("\(model.name), played")
    page.add(
      """
      <p class="eyebrow">Attractor · \(model.name.escapedForMarkup)</p>
      <h1>A guitar through a circuit that is not there</h1>
      <p class="lead">A neural network has learnt how a diode clipper moves. Here the built plugin plays a guitar it \
      has never heard, while the diodes turn from germanium into LEDs as it plays. The simulated circuit plays \
      the same, and this page shows where the two part.</p>
      """)
    page.figures([
      (figures.esrDecibels.decimals(1), "dB", "error against the circuit, whole take"),
      ((figures.peakErrorVolts * 1000).decimals(1), "mV", "largest error at any sample"),
      (figures.realTimeFactor.decimals(0), "×", "real time: stereo, one core"),
      ("\(figures.latencyFrames)", figures.latencyFrames == 1 ? "frame" : "frames", "latency"),
    ])
    listen(&page)
    look(&page)
    hear(&page)
    curvesAndStates(&page)
    numbers(&page)
    return page.html
  }

  private func listen(_ page: inout Page) {
    page.heading("Listen")
    page.paragraph(
      "One phrase four times over. In each the input gain climbs from 12 to 33 dB, so that the clipper keeps hold of "
        + "the dying string.")
    let players = [
      ("dry", "The guitar", "A slide on the E string, straight into the plugin."),
      ("plugin", "The plugin", "Attractor.clap, rendered by its own host at 96 kHz."),
      ("circuit", "The circuit", "The netlist, solved step by step; the plugin’s measure."),
      (
        "difference", "The difference",
        "Plugin minus circuit, \(Int(Recordings.differenceBoost)) dB louder than it is."
      ),
    ]
    let cells = players.map { name, title, words in
      "<div><b>\(title)</b><span>\(words)</span><audio controls preload=\"metadata\" src=\"\(audio[name] ?? "")\">"
        + "</audio></div>"
    }
    page.add("<div class=\"players\">\(cells.joined(separator: "\n"))</div>")
  }

  private func look(_ page: inout Page) {
    page.heading("The take")
    page.figure(
      charts.overview,
      caption: "The diode knob as the plugin's own smoothing moves it, the input gain, the guitar after that gain, and "
        + "what comes out of the plugin. Germanium conducts at a quarter of a volt, an LED lets more than one and a "
        + "half through: the same guitar gets louder as the knob turns.")
    page.heading("Close up")
    let legend = [(style: "circuit", words: "circuit"), (style: "plugin", words: "plugin")]
    page.pair(
      Page.figure(
        [charts.closeUp("near", phrase: 0)], legend: legend,
        caption: "Near germanium: the diodes conduct early and round every peak off."),
      Page.figure(
        [charts.closeUp("far", phrase: 3)], legend: legend,
        caption: "Near the LED: the same notes reach four times as high before they are held. The plugin's line lies "
          + "inside the circuit's."))
  }

  private func hear(_ page: inout Page) {
    page.heading("How far apart")
    page.figure(
      [charts.errorOverTime],
      legend: [(style: "level", words: "circuit"), (style: "error", words: "plugin minus circuit")],
      caption: "Root mean square over 20 ms. The gap between the lines is the error-to-signal ratio: "
        + "\(figures.esrDecibels.decimals(1)) dB over the whole take; phrase by phrase "
        + figures.phraseDecibels.map { $0.decimals(1) }.joined(separator: ", ") + " dB.")
    page.figure(
      [charts.spectrum],
      legend: [
        (style: "circuit", words: "circuit"), (style: "plugin", words: "plugin"),
        (style: "error", words: "plugin minus circuit"),
      ],
      caption: "Power over the whole take: Hann windows of \(Spectrum.size) samples, half overlapped.")
  }

  private func curvesAndStates(_ page: inout Page) {
    page.heading("What was learnt")
    let curveLegend =
      zip(["Ge", "25 %", "Si", "75 %", "LED"], 0...).map { (style: "p\($1)", words: $0) }
      + [(style: "truth", words: "circuit")]
    let stateLegend = [(style: "circuit", words: "circuit"), (style: "plugin", words: "network")]
    page.pair(
      Page.figure(
        [charts.transfer], legend: curveLegend,
        caption: "Output against input for a sine of \(Int(TransferCurve.hertz)) Hz at five positions of the diode "
          + "knob: slow enough that the capacitor hardly matters, so this is the diodes' own shape."),
      Page.figure(
        [charts.stateTrajectory], legend: stateLegend,
        caption: "A guitar is faster: the state \(trajectory.state.name) against the input, "
          + "\(Int(StateTrajectory.seconds * 1000)) ms of the third phrase. The loop is the circuit's memory. The network "
          + "(in double precision) feeds on its own last state, never on the circuit's."))
  }

  private func numbers(_ page: inout Page) {
    page.heading("Figures")
    page.table(
      head: ["Signal", "Peak", "RMS", "Mean", "Not finite"],
      rows: figures.signals.map {
        [
          "\($0.name).wav", "\($0.peakVolts.decimals(4)) V", "\($0.rmsVolts.decimals(4)) V",
          "\(($0.meanVolts * 1000).decimals(3)) mV", "\($0.nonFinite)",
        ]
      })
    page.paragraph(
      "One unit of audio is one volt; the files' full scale is \(Int(Recordings.fullScaleVolts)) V. The plugin takes "
        + "\(figures.nanosecondsPerFrame.decimals(0)) ns of CPU time per stereo frame, in its dearest block "
        + "\((figures.worstBlockLoad * 100).decimals(1)) % of the time it has. The circuit's simulation runs on a grid "
        + "of 768 kHz and hears the guitar band-limited; it gets the knob and the gain as the plugin smooths them. "
        + "The first 50 ms are left out of the error.")
    let name = recording.split(separator: "/").last.map(String.init) ?? recording
    page.add(
      "<footer>Recording: \(name.escapedForMarkup), Sonic Pi's sample set, CC0 1.0. Model "
        + "\(model.contentHash.prefix(12)), netlist \(model.provenance.netlist.prefix(12)). "
        + "Made by <code>make demo</code>.</footer>")
  }
}
