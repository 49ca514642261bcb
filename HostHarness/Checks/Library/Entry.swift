import CLAP
import HostKit

extension Check {
  static let entry = [
    Check("loads", "The file loads, its entry initialises, and it has a plugin factory.", scope: .library, needs: []) {
      let library = try $0.library()
      try expect(!library.descriptors.isEmpty, "expected a plugin in the file, found none")
    },
    Check(
      "scan-time", "Loading, initialising and listing takes less than a second, better a tenth.", scope: .library,
      needs: ["loads"]
    ) { subject in
      try expectFast(preferred: 100) { _ = try subject.library() }
    },
    Check(
      "entry-restarts", "After deinit the entry can be initialised again and lists the same.", scope: .library,
      needs: ["loads"]
    ) { subject in
      let first = try subject.library().descriptors
      for _ in 0..<3 {
        let again = try subject.library().descriptors
        try expect(again == first, "expected \(first.map(\.id)) again, found \(again.map(\.id))")
      }
    },
    Check("entry-unknown-factory", "An unknown factory is null.", scope: .library, needs: ["loads"]) {
      let found = try $0.library().factory("org.attractor.no-such-factory")
      try expect(found == nil, "expected null, found a pointer")
    },
    Check(
      "factory-index", "A descriptor beyond the last is null.", scope: .library, needs: ["loads"], isCourtesy: true
    ) { subject in
      let library = try subject.library()
      let factory = try library.pluginFactory
      for index in [UInt32(library.descriptors.count), UInt32.max] {
        let found = factory.pointee.get_plugin_descriptor(factory, index)
        try expect(found == nil, "index \(index): expected null, found a descriptor")
      }
    },
    Check("factory-unknown-plugin", "An unknown plugin is not created.", scope: .library, needs: ["loads"]) { subject in
      let library = try subject.library()
      let factory = try library.pluginFactory
      let host = BareHost()
      let first = library.descriptors[0].id
      for id in ["org.attractor.no-such-plugin", "", first + "x", String(first.dropLast())]
      where !library.descriptors.contains(where: { $0.id == id }) {
        let found = factory.pointee.create_plugin(factory, host.pointer, id)
        try expect(found == nil, "'\(id)': expected null, found a plugin")
      }
    },
  ]
}

extension ClapLibrary {
  var pluginFactory: UnsafePointer<clap_plugin_factory_t> {
    get throws {
      guard let raw = factory(CLAP_PLUGIN_FACTORY_ID) else { throw Verdict(.failed, "expected a plugin factory") }
      return raw.assumingMemoryBound(to: clap_plugin_factory_t.self)
    }
  }
}
