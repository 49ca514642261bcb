/// `.func name(arguments) {expression}`: the expression stands wherever the name is called, in that place's parameters.
struct FunctionCard: Hashable {
  let name: String
  let arguments: [String]
  let body: String

  init(_ line: SourceLine) throws(NetlistError) {
    let text = line.text.dropFirst(".func".count)
    guard let open = text.firstIndex(of: "("), let close = text[open...].firstIndex(of: ")") else {
      throw .syntax(at: line.position, expected: ".func NAME(ARGUMENT, …) {expression}", found: "'\(line.text)'")
    }
    name = text[..<open].trimmed.lowercased()
    arguments = text[open..<close].dropFirst().split(separator: ",").map { $0.trimmed.lowercased() }
    var rest = text[close...].dropFirst().trimmed
    if rest.first == "=" { rest = String(rest.dropFirst()).trimmed }
    body = ElementForm.unquoted(rest)
    func isName(_ word: String) -> Bool {
      word.utf8.first?.isLetter == true && word.utf8.allSatisfy { $0.isLetter || $0.isDigit }
    }
    guard ([name] + arguments).allSatisfy(isName), Set(arguments).count == arguments.count, !body.isEmpty,
      !["v", "i"].contains(name)
    else {
      throw .syntax(at: line.position, expected: ".func NAME(ARGUMENT, …) {expression}", found: "'\(line.text)'")
    }
  }
}
