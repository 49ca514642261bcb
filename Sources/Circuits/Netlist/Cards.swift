/// `.subckt NAME pins… [param=value …]` up to its `.ends`.
struct Subcircuit {
  let name: String
  let pins: [String]
  /// Parameters that an instance may give, with their defaults.
  let parameters: [(key: String, text: String)]
  /// Where names inside it are looked up first: `""` at the top, `"outer/inner/"` inside both.
  let path: String
  var lines: [SourceLine] = []
  /// Evaluated anew in every instance, by its parameters.
  var definitions = ParameterList()
  var models = ModelList()
  var functions: [String: FunctionCard] = [:]
  let position: SourcePosition

  /// - Parameter outer: path of the level it is defined on.
  init(_ line: SourceLine, in outer: String) throws(NetlistError) {
    // Parentheses and commas around the pins count as blanks; behind the first `=` expressions may have them.
    let head = line.text.prefix { $0 != "=" }
    let plain = Fields.withoutSeparators(String(head)) + line.text[head.endIndex...]
    let (words, assignments) = try Fields.split(
      Fields.withoutParameterWord(SourceLine(text: plain, position: line.position)))
    guard words.count >= 3 else {
      throw .syntax(at: line.position, expected: ".subckt NAME PIN …", found: line.text)
    }
    (name, pins) = (words[1].lowercased(), words[2...].map { $0.lowercased() })
    (parameters, position) = (assignments, line.position)
    path = outer + name + "/"
  }
}

/// The dot cards of a netlist, sorted from its element lines.
struct Cards {
  private(set) var elements: [SourceLine] = []
  /// By their paths.
  private var subcircuits: [String: Subcircuit] = [:]
  /// The top level: its parameters and models.
  private(set) var scope = Scope()

  init(_ lines: [SourceLine]) throws(NetlistError) {
    var control: SourcePosition?
    // Subcircuits begun and not ended, the outermost first.
    var open: [Subcircuit] = []
    var parameters = ParameterList()
    var models = ModelList()
    scan: for line in lines {
      let words = line.text.lowercased().split(separator: " ")
      let word = words.first.map(String.init) ?? ""
      let level = open.indices.last
      if word == ".control" || control != nil {
        control = word == ".endc" ? nil : control ?? line.position
        continue
      }
      switch word {
      case ".subckt": open.append(try Subcircuit(line, in: open.last?.path ?? ""))
      case ".ends":
        guard let done = open.popLast() else {
          throw .syntax(at: line.position, expected: ".subckt before .ends", found: "none")
        }
        if let first = subcircuits[done.path] {
          throw .duplicate(at: done.position, kind: "subcircuit", name: done.name, first: first.position)
        }
        subcircuits[done.path] = done
      case ".model": if let level { open[level].models.append(line) } else { models.append(line) }
      case ".param", ".params":
        if let level { try open[level].definitions.append(line) } else { try parameters.append(line) }
      case ".func":
        let function = try FunctionCard(line)
        if let level {
          open[level].functions[function.name] = function
        } else {
          scope.functions[function.name] = function
        }
      case ".global": scope.globals.formUnion(words.dropFirst().map(String.init))
      case ".options", ".option", ".opt": try Self.check(options: line)
      case ".end": break scan
      case _ where Self.readOver.contains(word): try Self.check(analysis: line, words)
      case _ where word.first == ".":
        throw .unknown(
          at: line.position, kind: "card", name: word,
          expected: ".model, .param, .func, .include, .lib, .subckt, .ends, .global, .options or .end")
      default: if let level { open[level].lines.append(line) } else { elements.append(line) }
      }
    }
    if let open = open.last {
      throw .syntax(at: open.position, expected: ".ends of subcircuit \(open.name)", found: "the end")
    }
    if let control { throw .syntax(at: control, expected: ".endc behind .control", found: "the end") }
    try parameters.evaluate(into: &scope)
    try models.evaluate(into: &scope)
    scope.levels = [Scope.Level(path: "", models: scope.models, functions: scope.functions)]
  }

  /// The subcircuit that a name means on a level: one defined there, or on the nearest level around it.
  func subcircuit(_ name: String, from path: String) -> Subcircuit? {
    var level = path[...]
    while true {
      if let found = subcircuits[level + name + "/"] { return found }
      if level.isEmpty { return nil }
      level = level.dropLast()
      level = level[..<(level.lastIndex(of: "/").map { level.index(after: $0) } ?? level.startIndex)]
    }
  }

  /// Names of the subcircuits that a level sees.
  func subcircuitNames(from path: String) -> [String] {
    Set(subcircuits.values.map(\.name)).filter { subcircuit($0, from: path) != nil }.sorted()
  }

  /// What asks for analyses and their results, which are not the netlist's business here, or guides ngspice on its way
  /// to them.
  static let readOver: Set<String> = [
    ".op", ".tran", ".ac", ".dc", ".noise", ".tf", ".sens", ".pz", ".disto", ".sp", ".four", ".meas", ".measure",
    ".print", ".plot", ".save", ".probe", ".width", ".title", ".csparam", ".nodeset", ".ic", ".temp",
  ]

  /// Cards that would have the circuit begin elsewhere, or at another temperature, are refused.
  private static func check(analysis line: SourceLine, _ words: [Substring]) throws(NetlistError) {
    guard words[0] != ".ic", words[0] != ".tran" || !words.contains("uic") else {
      throw .structure(
        at: line.position, expected: "the operating point to begin with, without .ic and uic (.nodeset is read over)",
        found: "'\(line.text)'")
    }
    guard words[0] == ".temp" else { return }
    for word in words.dropFirst()
    where try ExpressionParser.constant(String(word), scope: Scope(), at: line.position) != 27 {
      throw .value(at: line.position, element: ".temp", needs: "27", found: String(word))
    }
  }

  /// Options that change the circuit itself must say what is so anyway; those of accuracy are read over.
  private static func check(options line: SourceLine) throws(NetlistError) {
    let standard: [String: Double] = ["temp": 27, "tnom": 27, "gmin": Junction.minimumConductance]
    for (key, text) in try Fields.split(line).assignments {
      guard let needed = standard[key] else { continue }
      let value = try ExpressionParser.constant(text, scope: Scope(), at: line.position)
      guard value == needed else {
        throw .value(at: line.position, element: ".options", needs: "\(key)=\(needed)", found: "\(value)")
      }
    }
  }
}
