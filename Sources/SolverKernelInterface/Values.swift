/// One quantity of eight lanes.
public typealias Values = SIMD8<Double>

/// Quantities one behind the other.
public typealias Row = UnsafeMutablePointer<Values>

/// An array that lies elsewhere and never changes.
public struct Table<Element>: @unchecked Sendable {
  public let pointer: UnsafeMutablePointer<Element>
  public let count: Int

  /// - Parameter pointer: `count` elements that outlive the table.
  public init(_ pointer: UnsafeMutablePointer<Element>, count: Int) {
    self.pointer = pointer
    self.count = count
  }

  /// None.
  public static var empty: Table { Table(UnsafeMutablePointer(bitPattern: 64)!, count: 0) }
}
