import CLAP
import Dispatch
import HostKit

extension Check {
  static let creation = [
    Check("creates", "An instance can be made, initialised and destroyed.", needs: ["loads"]) {
      for _ in 0..<2 { _ = try $0.make() }
    },
    Check("create-calls-nothing", "create_plugin calls nothing on the host.", needs: ["loads"]) { subject in
      let library = try subject.library()
      let host = BareHost()
      // Whether it can be destroyed like this is a matter of its own.
      _ = try library.create(subject.plugin, host)
      try expect(host.calls.isEmpty, "expected no calls, found \(host.calls.joined(separator: ", "))")
    },
    Check("destroy-without-init", "An instance can be destroyed that was never initialised.", needs: ["loads"]) {
      let library = try $0.library()
      let host = BareHost()
      let plugin = try library.create($0.plugin, host)
      plugin.pointee.destroy(plugin)
    },
    Check("bare-host", "It initialises, activates, starts and stops in a host that has no extension.", needs: ["plays"])
    {
      let library = try $0.library()
      let host = BareHost()
      let plugin = try library.create($0.plugin, host)
      defer { plugin.pointee.destroy(plugin) }
      try expect(plugin.pointee.`init`(plugin), "expected init to return true, got false")
      try expect(plugin.pointee.activate(plugin, 48000, 1, 64), "expected activate to return true, got false")
      try expect(plugin.pointee.start_processing(plugin), "expected start_processing to return true, got false")
      plugin.pointee.reset(plugin)
      plugin.pointee.stop_processing(plugin)
      plugin.pointee.deactivate(plugin)
    },
    Check("instances-apart", "Two instances do not change each other.", needs: ["param-set-inactive"]) { subject in
      let (a, b) = (try subject.make(), try subject.make())
      let before = b.values
      a.flush(a.movable.map { .value($0.id, $0.value(at: 0.9)) })
      try expect(b.values == before, "expected the second instance's values to stay, found others")
    },
  ]
}

extension ClapLibrary {
  /// An instance in a host of the check's own. [main-thread]
  func create(_ id: String, _ host: BareHost) throws -> UnsafePointer<clap_plugin_t> {
    let factory = try pluginFactory
    guard let plugin = factory.pointee.create_plugin(factory, host.pointer, id) else {
      throw Verdict(.failed, "expected create_plugin to make \(id), got null")
    }
    return plugin
  }
}
