import CLAP
import Foundation
import Testing

@Suite struct EntryTests {
  @Test func exportsOneSymbol() throws {
    let symbols = try run("nm", "-D", "--defined-only", Library.path).output.split(separator: "\n")
    #expect(symbols.map { $0.split(separator: " ").last } == ["clap_entry"])
  }

  @Test func needsNoSwiftLibrary() throws {
    let needed = try run("readelf", "-d", Library.path).output
    #expect(needed.contains("NODELETE"))
    for line in needed.split(separator: "\n") where line.contains("(NEEDED)") {
      #expect(!line.lowercased().contains("swift") && !line.contains("Foundation"))
    }
  }

  /// This test process has Swift's libraries loaded and would lend them to the plugin; most hosts have not.
  @Test func everySymbolIsFound() throws {
    let report = try run("ldd", "-r", Library.path)
    #expect(report.status == 0 && !report.output.contains("undefined"), "\(report.output)")
  }

  /// A scan as hosts do it: in a fresh process, from loading to the last descriptor.
  @Test func scansFastInAForeignHost() throws {
    let script = """
      import ctypes, sys, time
      start = time.perf_counter()
      library = ctypes.CDLL(sys.argv[1], mode=2)
      class Entry(ctypes.Structure):
        _fields_ = [("version", ctypes.c_uint32 * 3), ("init", ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_char_p)),
          ("deinit", ctypes.CFUNCTYPE(None)), ("get_factory", ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_char_p))]
      entry = Entry.in_dll(library, "clap_entry")
      assert entry.init(sys.argv[1].encode())
      factory = entry.get_factory(b"clap.plugin-factory")
      functions = ctypes.cast(factory, ctypes.POINTER(ctypes.c_void_p))
      count = ctypes.CFUNCTYPE(ctypes.c_uint32, ctypes.c_void_p)(functions[0])
      descriptor = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32)(functions[1])
      for index in range(count(factory)): assert descriptor(factory, index)
      print(count(factory), time.perf_counter() - start)
      """
    let report = try run("python3", "-c", script, Library.path)
    let words = report.output.split { $0.isWhitespace }
    try #require(report.status == 0 && words.count == 2, "\(report.output)")
    #expect(Int(words[0]) == Library.shared.ids.count)
    let seconds = try #require(Double(words[1]))
    #expect(seconds < 0.1)
  }

  @Test func initIsCounted() throws {
    let library = try Library.copy()
    let entry = library.entry.pointee
    #expect(library.factory == nil, "no factory before init")
    #expect(entry.`init`(nil), "some hosts pass no path")
    #expect(entry.`init`("/somewhere/Attractor.clap"))
    entry.deinit()
    #expect(library.factory != nil, "one init is left")
    entry.deinit()
    #expect(library.factory == nil)
    entry.deinit()  // one too many
    #expect(entry.`init`(nil), "restartable")
    #expect(library.factory != nil)
    entry.deinit()
  }

  @Test func initFromManyThreads() throws {
    let library = try Library.copy()
    DispatchQueue.concurrentPerform(iterations: 64) { _ in
      _ = library.entry.pointee.`init`(nil)
      _ = library.factory
      library.entry.pointee.deinit()
    }
    #expect(library.factory == nil)
  }

  @Test func survivesUnloading() throws {
    let first = try Library.copy()
    #expect(first.entry.pointee.`init`(nil))
    let count = first.factory?.pointee.get_plugin_count(first.factory)
    first.entry.pointee.deinit()
    dlclose(first.handle)
    for _ in 0..<3 {
      let handle = try #require(dlopen(Library.path, RTLD_NOW | RTLD_LOCAL))
      let entry = try #require(dlsym(handle, "clap_entry")).assumingMemoryBound(to: clap_plugin_entry_t.self).pointee
      #expect(entry.`init`(nil))
      let factory = entry.get_factory(CLAP_PLUGIN_FACTORY_ID)?.assumingMemoryBound(to: clap_plugin_factory_t.self)
      #expect(factory?.pointee.get_plugin_count(factory) == count)
      entry.deinit()
      dlclose(handle)
    }
  }

  @Test func unknownFactoryIsNull() {
    #expect(Library.shared.entry.pointee.get_factory("clap.plugin-factory/99") == nil)
    #expect(Library.shared.entry.pointee.get_factory(nil) == nil)
  }
}

/// Runs a program of the PATH.
func run(_ arguments: String...) throws -> (status: Int32, output: String) {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: data, as: UTF8.self))
}
