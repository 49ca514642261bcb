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

  /// A length of audio: above 0, up to an hour, or what `longest` says.
  static func check(_ name: String, _ seconds: Double, longest: Double = 3600) throws(HostError) {
    guard seconds > 0, seconds <= longest else {
      throw .badSetting(name: name, expected: "above 0, up to \(Int(longest)) seconds", actual: "\(seconds)")
    }
  }

  /// A sample rate that the host drives plugins at.
  static func check(rate: Double) throws(HostError) {
    guard (1000...768_000).contains(rate) else {
      throw .badSetting(name: "--rate", expected: "1000 to 768000 Hz", actual: "\(rate)")
    }
  }

  /// Three figures, such as 0.0123 % or 12.3 %.
  static func percent(_ share: Double) -> String {
    let percent = share * 100
    let digits = percent >= 100 ? 0 : percent >= 10 ? 1 : percent >= 1 ? 2 : 3
    return String(format: "%.\(digits)f %%", percent)
  }
}
