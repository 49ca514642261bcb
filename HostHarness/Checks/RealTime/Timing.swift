import HostKit

extension Check {
  static let timing = [
    Check("instance-time", "Making and initialising an instance takes less than a second, better a fifth.") { subject in
      let library = try subject.library()
      let time = try ContinuousClock().measure { _ = try library.instantiate(subject.plugin) } / .milliseconds(1)
      try expect(time < 1000, "expected less than 1000 ms, took \(Int(time)) ms")
      try prefer(time < 200, "expected less than 200 ms, took \(Int(time)) ms")
    }
  ]
}
