/// `POLY(n)`, 2n nodes or n sources, and coefficients: the constant, then those of the products of one control, of two,
/// of three …, each in alphabetical order (1, a, b, aa, ab, bb, aaa …).
struct PolynomialForm {
  let count: Int
  /// Words that name nodes or sources.
  let controls: ArraySlice<String>
  let coefficients: ArraySlice<String>

  private static let most = 1000

  /// - Parameter text: from the word `POLY` on.
  init(_ text: String, isByVoltage: Bool, at position: SourcePosition) throws(NetlistError) {
    let (words, assignments) = try Fields.plain(String(text.dropFirst(4)), at: position)
    let what = isByVoltage ? "two nodes for each of n voltages" : "n voltage sources"
    guard let first = words.first, let count = Int(first), count > 0, count <= words.count, assignments.isEmpty else {
      throw .syntax(at: position, expected: "POLY(n), \(what) and coefficients", found: "'\(text)'")
    }
    let width = isByVoltage ? 2 * count : count
    guard words.count > width + 1 else {
      throw .syntax(
        at: position, expected: "\(what), here \(width), and coefficients behind POLY(\(count))",
        found: "\(words.count - 1) words")
    }
    (self.count, controls, coefficients) = (count, words[1...width], words[(width + 1)...])
    guard coefficients.count <= Self.most else {
      throw .structure(
        at: position, expected: "at most \(Self.most) coefficients of POLY", found: "\(coefficients.count)")
    }
  }
}

/// The products of any number of `count` factors, by the factors' numbers: of none, then of one, of two …, each in
/// alphabetical order.
struct Products: Sequence, IteratorProtocol {
  private let count: Int
  private var factors: [Int]? = []

  init(of count: Int) { self.count = count }

  mutating func next() -> [Int]? {
    guard var current = factors else { return nil }
    let result = current
    // The last factor that can still rise does; those behind it start from it anew.
    if let place = current.lastIndex(where: { $0 < count - 1 }) {
      let factor = current[place] + 1
      for index in place..<current.count { current[index] = factor }
    } else {
      current = Array(repeating: 0, count: current.count + 1)
    }
    factors = current
    return result
  }
}
