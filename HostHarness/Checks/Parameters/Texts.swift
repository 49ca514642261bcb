import CLAP
import HostKit

extension Check {
  private static let shares = [0, 0.1, 0.25, 0.333, 0.5, 0.77, 0.9, 1]

  static let parameterTexts = [
    Check(
      "param-text", "Every value has a text, and the text reads back as a value with that text.", needs: ["param-info"]
    ) {
      let plugin = try $0.make()
      var unread: String?
      for parameter in plugin.parameters {
        for share in shares {
          let value = parameter.value(at: share)
          guard let text = plugin.text(of: value, parameter: parameter.id), !text.isEmpty else {
            throw Verdict(.failed, "\(parameter.name): expected a text for \(value), got none")
          }
          guard let read = plugin.value(ofText: text, parameter: parameter.id) else {
            unread = unread ?? "\(parameter.name): expected '\(text)' to be read, it was refused"
            continue
          }
          let again = plugin.text(of: read, parameter: parameter.id) ?? "nothing"
          try expect(
            again == text, "\(parameter.name): expected '\(text)' to read back as '\(text)', got \(read), '\(again)'")
        }
      }
      // A plugin may read no texts at all.
      if let unread { throw Verdict(.warned, unread) }
    },
    Check("param-text-buffer", "value_to_text writes no further than the buffer it is given.", needs: ["param-info"]) {
      let plugin = try $0.make()
      let params = try plugin.table(CLAP_EXT_PARAMS, clap_plugin_params_t.self)
      for parameter in plugin.parameters {
        for size in [2, 3, 5, 8, 13] {
          var buffer = [CChar](repeating: 0x5a, count: 512)
          let isText = plugin.onMainThread {
            params.pointee.value_to_text(plugin.pointer, parameter.id, parameter.defaultValue, &buffer, UInt32(size))
          }
          let beyond = buffer[size...].firstIndex { $0 != 0x5a }
          try expect(
            beyond == nil, "\(parameter.name): expected \(size) bytes at most, found byte \(beyond ?? 0) written")
          try expect(
            !isText || buffer[..<size].contains(0),
            "\(parameter.name): expected a zero within \(size) bytes, found none")
        }
      }
    },
    Check(
      "param-text-garbage", "Nonsense typed for a value is refused or read as a number within the range.",
      needs: ["param-info"]
    ) {
      let plugin = try $0.make()
      let long = String(repeating: "9", count: 4000)
      let words = ["", " ", "%", "-", "nan", "inf", "-1e999", "0x", "\u{1F39B}", "%s%n%d", long, "\u{1}\u{2}"]
      for parameter in plugin.parameters {
        for word in words {
          guard let value = plugin.value(ofText: word, parameter: parameter.id) else { continue }
          try expect(
            value.isFinite, "\(parameter.name): expected '\(word.prefix(20))' refused or a number, got \(value)")
          try prefer(
            parameter.range.contains(value),
            "\(parameter.name): expected '\(word.prefix(20))' within \(parameter.range), got \(value)")
        }
      }
    },
  ]
}
