import AudioFiles
import Foundation
import HostKit

/// Two recordings and their difference over time, as a drawing that stands alone.
enum ComparisonPlot {
  private static let (width, panel, gap, margin) = (960.0, 150.0, 26.0, 64.0)
  private static let columns = 800

  /// - Parameter delay: frames by which `other` comes later.
  static func svg(_ other: AudioBuffer<Float>, reference: AudioBuffer<Float>, delay: Int = 0) -> String {
    let a = mixed(reference)
    let b = mixed(other)
    let difference = a.indices.map { n in
      b.indices.contains(n + delay) ? b[n + delay] - a[n] : 0
    }
    let panels: [(String, [Float], String)] = [
      ("reference", a, "#2b6cb0"), ("held against it", b, "#2f855a"), ("difference", difference, "#c53030"),
    ]
    let height = Double(panels.count) * (panel + gap) + 30
    var parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(width)) \(Int(height))\" "
        + "font-family=\"sans-serif\" font-size=\"12\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
    ]
    for (index, (title, samples, colour)) in panels.enumerated() {
      let top = Double(index) * (panel + gap) + 22
      parts.append(draw(title, samples, colour, top: top))
    }
    let seconds = Double(a.count) / reference.sampleRate
    for tick in 0...8 {
      let x = margin + (width - margin - 24) * Double(tick) / 8
      parts.append(
        String(
          format: "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"middle\">%.3g s</text>", x, height - 12,
          seconds * Double(tick) / 8))
    }
    return parts.joined(separator: "\n") + "\n</svg>\n"
  }

  /// Each panel has a scale of its own: a difference of a millionth is to be seen.
  private static func draw(_ title: String, _ samples: [Float], _ colour: String, top: Double) -> String {
    let peak = Double(samples.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 })
    let scale = peak > 0 ? 0.5 * panel / peak : 0
    let middle = top + panel / 2
    var upper = ""
    var lower: [String] = []
    for column in 0..<columns {
      let from = samples.count * column / columns
      let to = max(from + 1, samples.count * (column + 1) / columns)
      let part = samples[min(from, samples.count)..<min(to, samples.count)].filter(\.isFinite)
      let x = margin + (width - margin - 24) * Double(column) / Double(columns - 1)
      upper += String(format: "%.1f,%.2f ", x, middle - scale * Double(part.max() ?? 0))
      lower.append(String(format: "%.1f,%.2f", x, middle - scale * Double(part.min() ?? 0)))
    }
    let level = peak > 0 ? String(format: "%.1f dBFS", 20 * log10(peak)) : "silent"
    return """
      <text x="\(margin)" y="\(top - 6)" font-weight="bold">\(title), peak \(level)</text>
      <line x1="\(margin)" x2="\(width - 24)" y1="\(middle)" y2="\(middle)" stroke="#ccc"/>
      <polygon fill="\(colour)" stroke="\(colour)" stroke-width="0.6" points="\(upper)\(lower.reversed().joined(separator: " "))"/>
      """
  }

  private static func mixed(_ audio: AudioBuffer<Float>) -> [Float] {
    guard audio.channelCount > 1 else { return audio.channels.first ?? [] }
    return (0..<audio.frameCount).map { frame in
      audio.channels.reduce(0) { $0 + $1[frame] } / Float(audio.channelCount)
    }
  }
}
