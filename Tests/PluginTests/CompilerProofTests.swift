import Foundation
import Testing

/// The audio thread's promise rests on the compiler refusing what breaks it: here it must refuse.
@Suite struct CompilerProofTests {
  @Test func refusesAllocation() throws {
    let result = try compile(
      "@_noAllocation public func audio(_ n: Int) -> UnsafeMutablePointer<Int> { .allocate(capacity: n) }")
    #expect(result.status != 0)
    #expect(result.output.contains("allocation"))
  }

  @Test func refusesAllocationBehindACall() throws {
    let result = try compile(
      """
      final class Box { var value = 0 }
      func helper() -> Box { Box() }
      @_noLocks @_noAllocation public func audio() -> Int { helper().value }
      """)
    #expect(result.status != 0)
    #expect(result.output.contains("alloc"))
  }

  @Test func refusesLocks() throws {
    let result = try compile(
      """
      public final class Box { var value = 0 }
      nonisolated(unsafe) var box = Box()
      @_noLocks public func audio(_ next: Box) { box = next }
      """)
    #expect(result.status != 0)
    #expect(result.output.contains("lock"))
  }

  @Test func refusesUnknownPointers() throws {
    let result = try compile(
      "@_noLocks @_noAllocation public func audio(_ call: @convention(c) () -> Int32) -> Int32 { call() }")
    #expect(result.status != 0)
    #expect(result.output.contains("not known at compile time"))
  }

  @Test func acceptsCleanCode() throws {
    let result = try compile(
      """
      @_noLocks @_noAllocation public func audio(_ samples: UnsafeMutablePointer<Float>, _ count: Int) {
        var index = 0
        while index < count {
          samples[index] *= 0.5
          index += 1
        }
      }
      """)
    #expect(result.status == 0, "\(result.output)")
  }

  private func compile(_ source: String) throws -> (status: Int32, output: String) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attractor-proof-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "proof.swift")
    try source.write(to: file, atomically: true, encoding: .utf8)
    // Only code generation runs the proof; type checking alone accepts everything.
    return try run(
      "swiftc", "-O", "-parse-as-library", "-c", file.path, "-o", folder.appending(path: "proof.o").path)
  }
}
