/// A document whose long lists of numbers were read ahead: `JSONDecoder` takes half a microsecond for each number, and a
/// model may have a hundred thousand.
///
/// In the text such a list is replaced by `{"numberList": index}`. Only lists are read that are JSON without doubt and
/// hold finite numbers; whatever else there is, `JSONDecoder` sees as it was written.
struct NumberLists {
  static let key = CodingUserInfoKey(rawValue: "numberLists")!
  fileprivate enum Mark: String, CodingKey { case numberList }
  /// Shorter lists are not worth it.
  private static let shortest = 32

  /// The document, marks in place of its long lists.
  private(set) var text: [UInt8] = []
  private(set) var lists: [[Double]] = []

  /// Reads the lists of a document that need not be valid.
  init(_ document: [UInt8]) {
    text.reserveCapacity(document.count / 8)
    let isRead = document.withUnsafeBufferPointer { read($0) }
    if !isRead { (text, lists) = (document, []) }
  }

  /// - Returns: false where a name in the document could be taken for the mark.
  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let mark = Array(Mark.numberList.rawValue.utf8)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\"") {
        guard let end = Self.endOfString(bytes, from: index + 1),
          !bytes[index + 1..<end].elementsEqual(mark)
        else { return false }
        text += bytes[index...end]
        index = end + 1
      } else if bytes[index] == UInt8(ascii: "["), let (list, end) = Self.list(bytes, from: index + 1),
        list.count >= Self.shortest
      {
        text += "{\"\(Mark.numberList.rawValue)\":\(lists.count)}".utf8
        lists.append(list)
        index = end + 1
      } else {
        text.append(bytes[index])
        index += 1
      }
    }
    return true
  }

  /// The index of the closing quote of a string without escapes, which could spell anything.
  private static func endOfString(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    for index in start..<bytes.count {
      if bytes[index] == UInt8(ascii: "\"") { return index }
      if bytes[index] == UInt8(ascii: "\\") { return nil }
    }
    return nil
  }

  /// The numbers behind an opening bracket and the index of the closing one.
  private static func list(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> ([Double], Int)? {
    var numbers: [Double] = []
    var index = start
    while true {
      skipSpace(bytes, &index)
      guard let number = number(bytes, &index) else { return nil }
      numbers.append(number)
      skipSpace(bytes, &index)
      guard index < bytes.count else { return nil }
      if bytes[index] == UInt8(ascii: "]") { return (numbers, index) }
      guard bytes[index] == UInt8(ascii: ",") else { return nil }
      index += 1
    }
  }

  private static func skipSpace(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) {
    while index < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) { index += 1 }
  }

  /// `-`? (`0` | 1…9 digits) (`.` digits)? ([eE] [+-]? digits)?, RFC 8259, section 6.
  private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Double? {
    func take(_ choices: StaticString) -> Bool {
      guard index < bytes.count else { return false }
      for choice in UnsafeBufferPointer(start: choices.utf8Start, count: choices.utf8CodeUnitCount)
      where bytes[index] == choice {
        index += 1
        return true
      }
      return false
    }
    func digits() -> Int {
      let start = index
      while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
      return index - start
    }
    let start = index
    _ = take("-")
    let leading = index
    let count = digits()
    guard count == 1 || count > 1 && bytes[leading] != UInt8(ascii: "0") else { return nil }
    if take("."), digits() == 0 { return nil }
    if take("eE") {
      _ = take("+-")
      if digits() == 0 { return nil }
    }
    // The standard library's reading, since `strtod` minds what decimal point the program has set.
    guard let value = Double(String(decoding: bytes[start..<index], as: UTF8.self)) else { return nil }
    return value.isFinite ? value : nil
  }
}

/// A list of numbers as it stands in the document, or one that was read ahead.
private struct NumberList: Decodable {
  let numbers: [Double]

  init(from decoder: any Decoder) throws {
    guard let lists = decoder.userInfo[NumberLists.key] as? [[Double]], !lists.isEmpty,
      let mark = try? decoder.container(keyedBy: NumberLists.Mark.self),
      case let index = try mark.decode(Int.self, forKey: .numberList), lists.indices.contains(index)
    else {
      numbers = try [Double](from: decoder)
      return
    }
    numbers = lists[index]
  }
}

// What the compiler writes for `Decodable` types of this module takes these, which say more than the library's own.
extension KeyedDecodingContainer {
  func decode(_: [Double].Type, forKey key: Key) throws -> [Double] { try decode(NumberList.self, forKey: key).numbers }

  func decode(_: [[Double]].Type, forKey key: Key) throws -> [[Double]] {
    try decode([NumberList].self, forKey: key).map(\.numbers)
  }

  func decode(_: [[[Double]]].Type, forKey key: Key) throws -> [[[Double]]] {
    try decode([[NumberList]].self, forKey: key).map { $0.map(\.numbers) }
  }
}
