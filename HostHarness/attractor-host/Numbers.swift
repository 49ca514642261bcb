import Foundation
import HostKit

/// Options that are lists or shares.
enum Numbers {
  /// `44100,48000`: whole numbers within a range, at least one.
  static func list(_ name: String, _ text: String, _ range: ClosedRange<Int>, unit: String) throws(HostError) -> [Int] {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Int($0.trimmingCharacters(in: .whitespaces))
    }
    guard !numbers.isEmpty, numbers.allSatisfy({ $0.map(range.contains) ?? false }) else {
      throw .badSetting(
        name: name, expected: "\(range.lowerBound) to \(range.upperBound) \(unit), separated by commas", actual: text)
    }
    return numbers.compactMap { $0 }
  }

  /// `20%` as 0.2.
  static func share(_ name: String, _ text: String) throws(HostError) -> Double {
    guard text.hasSuffix("%"), let percent = Double(text.dropLast()), percent > 0, percent <= 1e6 else {
      throw .badSetting(name: name, expected: "a percentage such as 20%", actual: text)
    }
    return percent / 100
  }

  /// Three figures, such as 0.0123 % or 12.3 %.
  static func percent(_ share: Double) -> String {
    let percent = share * 100
    let digits = percent >= 100 ? 0 : percent >= 10 ? 1 : percent >= 1 ? 2 : 3
    return String(format: "%.\(digits)f %%", percent)
  }
}
