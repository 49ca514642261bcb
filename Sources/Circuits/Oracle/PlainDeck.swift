/// A netlist in words that ngspice's library knows by itself, without the analyses that it asks for.
///
/// `POLY` and `TABLE` the library leaves to code models, which come with the program alone: they become the expressions
/// that those models calculate.
enum PlainDeck {
  /// Lines that are read here are no errors: the netlist's reader had them first.
  private static let nowhere = SourcePosition(file: "", line: 0)

  /// - Parameter text: of a whole netlist, the title first.
  static func lines(_ text: String) -> [String] {
    let raw = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var result = [raw[0].isEmpty ? "*" : raw[0]]
    var card: [String] = []
    // Those behind the card, or between its lines.
    var comments: [String] = []
    var isControl = false
    for line in raw.dropFirst() where !line.trimmed.isEmpty {
      let word = line.trimmed.lowercased().prefix { $0 != " " && $0 != "\t" }
      if word == ".end" && !isControl { break }
      if word == ".control" || isControl {
        isControl = word != ".endc"
        continue
      }
      if line.trimmed.first == "*" {
        comments.append(line)
        continue
      }
      if line.trimmed.first != "+" {
        result += plain(card) + comments
        (card, comments) = ([], [])
      }
      card.append(line)
    }
    return result + plain(card) + comments
  }

  /// A line with its continuations.
  private static func plain(_ card: [String]) -> [String] {
    guard let first = card.first?.trimmed.first, "eEfFgGhH.".contains(first) else { return card }
    let parts = card.map { SourceLines.stripped($0[...]) }
    let whole = parts[0] + parts.dropFirst().map { " " + $0.dropFirst() }.joined()
    let (words, rest) = Fields.head(whole, 3)
    let lower = rest.lowercased()
    if first == "." { return Cards.readOver.contains(words.first?.lowercased() ?? "") ? [] : card }
    guard words.count == 3 else { return card }
    if lower.hasPrefix("poly") { return polynomial(words, rest) ?? card }
    if lower.hasPrefix("table"), "eEgG".contains(first) { return table(words, rest) ?? card }
    return card
  }

  private static func polynomial(_ head: [String], _ rest: String) -> [String]? {
    let isByVoltage = "eg".contains(head[0].prefix(1).lowercased())
    guard let form = try? PolynomialForm(rest, isByVoltage: isByVoltage, at: nowhere) else { return nil }
    let words = Array(form.controls)
    let controls = (0..<form.count).map {
      isByVoltage ? "v(\(words[2 * $0]),\(words[2 * $0 + 1]))" : "i(\(words[$0]))"
    }
    let terms = zip(form.coefficients, Products(of: form.count)).map { coefficient, factors in
      (["(\(coefficient))"] + factors.map { controls[$0] }).joined(separator: "*")
    }
    return [source(head, terms.joined(separator: "+"))]
  }

  private static func table(_ head: [String], _ rest: String) -> [String]? {
    guard let (argument, text) = ControlledForm.tableParts(rest), let words = words(text), words.count >= 4,
      words.count.isMultiple(of: 2)
    else { return nil }
    let points = stride(from: 0, to: words.count, by: 2).map { (x: "(\(words[$0]))", y: "(\(words[$0 + 1]))") }
    let node = head[0].lowercased() + "_x"
    // Every corner adds a bend: nothing, then a parabola, then a straight line.
    var sum = points[0].y
    for index in points.indices {
      let (before, behind) = (index - 1, index + 1)
      func length(_ from: Int, _ to: Int) -> String { "(\(points[to].x)-\(points[from].x))" }
      func slope(_ from: Int, _ to: Int) -> String { "(\(points[to].y)-\(points[from].y))/\(length(from, to))" }
      let isFirst = index == points.startIndex
      let isLast = behind == points.endIndex
      let bend =
        isFirst ? slope(0, 1) : isLast ? "0-" + slope(before, index) : slope(index, behind) + "-" + slope(before, index)
      let reach =
        isFirst
        ? "0.1*" + length(0, 1)
        : isLast ? "0.1*" + length(before, index) : "0.1*min(\(length(before, index)),\(length(index, behind)))"
      let way = "v(\(node))-\(points[index].x)"
      sum +=
        "+(\(bend))*(min(max(\(way)+\(reach),0),2*\(reach))**2/(4*\(reach))+max(\(way)-\(reach),0))"
    }
    return ["b\(node) \(node) 0 v=\(argument)", source(head, sum)]
  }

  private static func words(_ text: String) -> [String]? {
    guard let fields = try? Fields.plain(text, at: nowhere), fields.assignments.isEmpty else { return nil }
    return fields.words
  }

  private static func source(_ head: [String], _ expression: String) -> String {
    let nodes = "\(head[1]) \(head[2])"
    return switch head[0].prefix(1).lowercased() {
    case "e": "\(head[0]) \(nodes) vol='\(expression)'"
    case "g": "\(head[0]) \(nodes) cur='\(expression)'"
    case "f": "b\(head[0])_poly \(nodes) i=\(expression)"
    default: "b\(head[0])_poly \(nodes) v=\(expression)"
    }
  }
}
