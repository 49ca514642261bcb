import CLAP
import HostKit

extension Check {
  static let parameterDescriptions = [
    Check("param-ids", "Parameter ids are unique and stay the same from instance to instance.") {
      let (first, second) = (try $0.make().parameters, try $0.make().parameters)
      for parameter in first {
        let same = first.filter { $0.id == parameter.id }.map(\.name)
        try expect(same.count == 1, "expected id \(parameter.id) once, found it for \(same.joined(separator: ", "))")
        try expect(parameter.id != CLAP_INVALID_ID, "\(parameter.name): expected a valid id, found CLAP_INVALID_ID")
      }
      try expect(first.map(\.id) == second.map(\.id), "expected the same ids in a second instance, found others")
    },
    Check("param-info", "Names, ranges, defaults and flags make sense.", needs: ["param-ids"]) {
      for parameter in try $0.make().rawParameters {
        let name = withUnsafeBytes(of: parameter.name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let (least, most, start) = (parameter.min_value, parameter.max_value, parameter.default_value)
        func has(_ flag: UInt32) -> Bool { parameter.flags & flag != 0 }
        try expect(!name.isEmpty, "id \(parameter.id): expected a name, found none")
        try expect(
          least.isFinite && most.isFinite && least <= most, "\(name): expected a finite range, found \(least)…\(most)")
        try expect(
          start >= least && start <= most, "\(name): expected a default from \(least) to \(most), found \(start)")
        let isWhole = [least, most, start].allSatisfy { $0 == $0.rounded() }
        try expect(
          !has(CLAP_PARAM_IS_STEPPED) || isWhole,
          "\(name): expected whole numbers in a stepped parameter, found \(least)…\(most), \(start)")
        try expect(!has(CLAP_PARAM_IS_ENUM) || has(CLAP_PARAM_IS_STEPPED), "\(name): expected an enum to be stepped")
        let isSwitch = has(CLAP_PARAM_IS_STEPPED) && least == 0 && most == 1
        try expect(!has(CLAP_PARAM_IS_BYPASS) || isSwitch, "\(name): expected a bypass to be stepped, 0 or 1")
        try prefer(least < most, "\(name): expected a range, found \(least) alone")
      }
      let bypasses = try $0.make().parameters.filter(\.isBypass).map(\.name)
      try expect(bypasses.count <= 1, "expected one bypass at most, found \(bypasses.joined(separator: ", "))")
    },
    Check(
      "param-index", "There is no parameter beyond the last, and no value of an unknown id.", needs: ["param-ids"],
      isCourtesy: true
    ) {
      let plugin = try $0.make()
      let params = try plugin.table(CLAP_EXT_PARAMS, clap_plugin_params_t.self)
      let ids = Set(plugin.parameters.map(\.id))
      try plugin.onMainThread {
        let count = params.pointee.count(plugin.pointer)
        for index in [count, UInt32.max] {
          var info = clap_param_info_t()
          let found = params.pointee.get_info(plugin.pointer, index, &info)
          try expect(!found, "get_info(\(index)): expected false beyond \(count) parameters, got true")
        }
        for id in [UInt32(0x5a5a_5a5a), CLAP_INVALID_ID] where !ids.contains(id) {
          var value = 0.0
          let found = params.pointee.get_value(plugin.pointer, id, &value)
          try expect(!found, "get_value of the unknown id \(id): expected false, got true")
        }
      }
    },
    Check("param-defaults", "A new instance has the default values.", needs: ["param-info"]) {
      let plugin = try $0.make()
      for parameter in plugin.parameters {
        let value = plugin.value(of: parameter.id) ?? .nan
        try prefer(
          parameter.same(value, parameter.defaultValue),
          "\(parameter.name): expected the default \(parameter.defaultValue), found \(value)")
      }
    },
  ]
}

extension PluginInstance {
  /// What the plugin itself says, unmended.
  var rawParameters: [clap_param_info_t] {
    get throws {
      guard rawExtension(CLAP_EXT_PARAMS) != nil else { return [] }
      let params = try table(CLAP_EXT_PARAMS, clap_plugin_params_t.self)
      return onMainThread {
        (0..<params.pointee.count(pointer)).compactMap { index in
          var info = clap_param_info_t()
          return params.pointee.get_info(pointer, index, &info) ? info : nil
        }
      }
    }
  }
}
