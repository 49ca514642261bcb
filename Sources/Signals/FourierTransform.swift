import Glibc

/// The discrete Fourier transform of 2ᵏ points, in place (Cooley and Tukey 1965).
public struct FourierTransform: Sendable {
  private let size: Int
  private let cosines: [Double]
  private let sines: [Double]

  /// - Precondition: `size` is a power of two.
  public init(size: Int) {
    precondition(size > 1 && size & (size - 1) == 0, "expected a power of two, got \(size)")
    self.size = size
    cosines = (0..<size / 2).map { cos(-2 * .pi * Double($0) / Double(size)) }
    sines = (0..<size / 2).map { sin(-2 * .pi * Double($0) / Double(size)) }
  }

  public func run(_ real: inout [Double], _ imaginary: inout [Double]) {
    var j = 0
    for i in 1..<size {
      var bit = size >> 1
      while j & bit != 0 {
        j ^= bit
        bit >>= 1
      }
      j |= bit
      if i < j {
        real.swapAt(i, j)
        imaginary.swapAt(i, j)
      }
    }
    var length = 2
    while length <= size {
      let half = length / 2
      let stride = size / length
      for start in Swift.stride(from: 0, to: size, by: length) {
        for k in 0..<half {
          let (c, s) = (cosines[k * stride], sines[k * stride])
          let (a, b) = (start + k, start + k + half)
          let re = real[b] * c - imaginary[b] * s
          let im = real[b] * s + imaginary[b] * c
          real[b] = real[a] - re
          imaginary[b] = imaginary[a] - im
          real[a] += re
          imaginary[a] += im
        }
      }
      length *= 2
    }
  }
}
