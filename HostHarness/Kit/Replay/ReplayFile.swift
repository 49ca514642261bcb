import Foundation

/// Reads steps from JSON: `{"steps": [{"at": "1.5s", "kind": "value", "parameter": "Drive", "value": 0.7}, …]}`.
public enum ReplayFile {
  private static let keys = ["at", "kind", "parameter", "value", "to", "every", "until"]

  /// - Throws: `.badReplay` with the place in the file, `.unknownParameter`, `.ambiguousParameter`, `.badValue`.
  public static func steps(_ json: Data, for plugin: PluginInstance) throws(HostError) -> [ReplayStep] {
    let root: Any
    do {
      root = try JSONSerialization.jsonObject(with: json)
    } catch {
      throw .badReplay(place: "the file", expected: "JSON", actual: "something else")
    }
    guard let list = (root as? [String: Any])?["steps"] as? [Any] else {
      throw .badReplay(place: "the file", expected: "an object with a list of steps", actual: "none")
    }
    var steps: [ReplayStep] = []
    for (index, item) in list.enumerated() {
      guard let fields = item as? [String: Any] else {
        throw .badReplay(place: "steps[\(index)]", expected: "an object", actual: "\(item)")
      }
      steps.append(try step(Fields(place: "steps[\(index)]", fields: fields), plugin))
    }
    return steps
  }

  private static func step(_ fields: Fields, _ plugin: PluginInstance) throws(HostError) -> ReplayStep {
    if let unknown = fields.fields.keys.sorted().first(where: { !keys.contains($0) }) {
      throw .badReplay(place: fields.place, expected: "the keys \(keys.joined(separator: ", "))", actual: unknown)
    }
    let word = fields.text("kind") ?? "nothing"
    guard let kind = ReplayStep.Kind(rawValue: word) else {
      let kinds = ReplayStep.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw .badReplay(place: "\(fields.place).kind", expected: "one of \(kinds)", actual: word)
    }
    var step = ReplayStep(kind, at: try fields.moment(for: kind))
    if kind.hasParameter {
      guard let name = fields.text("parameter") else {
        throw .badReplay(place: "\(fields.place).parameter", expected: "a name, id or index", actual: "nothing")
      }
      let parameter = try plugin.parameter(name)
      step.parameter = parameter.id
      if kind.hasValue {
        guard let value = fields.text("value") else {
          throw .badReplay(place: "\(fields.place).value", expected: "a number or a text", actual: "nothing")
        }
        step.value = try number(value, kind, parameter, plugin)
        step.to = try fields.text("to").map { text throws(HostError) in try number(text, kind, parameter, plugin) }
      }
    }
    step.until = try fields.time("until")
    if fields.text("every") == "block" {
      guard kind == .value || kind == .modulation else {
        throw .badReplay(
          place: "\(fields.place).every", expected: "a time: only values come per block", actual: "block")
      }
      step.repetition = .block
    } else if let time = try fields.time("every", also: "block") {
      step.repetition = .every(time)
    }
    if step.to != nil, step.repetition == nil {
      throw .badReplay(place: "\(fields.place).to", expected: "every beside it", actual: "none")
    }
    return step
  }

  private static func number(
    _ text: String, _ kind: ReplayStep.Kind, _ parameter: Parameter, _ plugin: PluginInstance
  ) throws(HostError) -> Double {
    guard kind == .modulation else { return try plugin.value(text, of: parameter) }
    guard let amount = Double(text), amount.isFinite else {
      throw .badValue(parameter: parameter.name, expected: "a modulation amount", actual: text)
    }
    return amount
  }
}

/// The fields of one step; numbers are read as text, too.
private struct Fields {
  var place: String
  var fields: [String: Any]

  func text(_ key: String) -> String? {
    switch fields[key] {
    case let text as String: text
    case let number as NSNumber: number.stringValue
    default: nil
    }
  }

  func time(_ key: String, also word: String? = nil) throws(HostError) -> ReplayTime? {
    guard fields[key] != nil else { return nil }
    guard let text = text(key), let time = ReplayTime(text) else {
      let others = word.map { ", or \($0)" } ?? ""
      throw .badReplay(
        place: "\(place).\(key)", expected: "a time such as 1.5s, 200ms or 480f (frames)\(others)",
        actual: text(key) ?? "\(fields[key]!)")
    }
    return time
  }

  func moment(for kind: ReplayStep.Kind) throws(HostError) -> ReplayStep.Moment {
    switch text("at") {
    case "before-activate" where kind == .flush: return .beforeActivate
    case "before-start" where kind == .flush: return .beforeStart
    case "before-activate", "before-start":
      throw .badReplay(place: "\(place).kind", expected: "flush at this moment", actual: kind.rawValue)
    default:
      guard let time = try time("at", also: "before-activate or before-start") else {
        throw .badReplay(place: "\(place).at", expected: "a time", actual: "nothing")
      }
      return .at(time)
    }
  }
}
