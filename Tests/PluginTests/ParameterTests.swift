import CLAP
import Testing

@Suite struct ParameterTests {
  @Test(arguments: Library.shared.ids) func descriptionsAreSound(_ id: String) throws {
    let instance = try Instance(id)
    let parameters = instance.parameters
    let names = parameters.map(\.name)
    let controls = try #require(names.firstIndex(of: "Morph"))
    #expect(names[controls..<controls + 6] == ["Morph", "Input", "Output", "Mix", "Quality", "Bypass"])
    #expect(names[(controls + 6)...].elementsEqual(names[..<controls].map { $0 + " B" }), "the controls of scene B")
    #expect(Set(parameters.map(\.id)).count == parameters.count)
    for parameter in parameters {
      #expect(parameter.id <= 0x7fff_ffff)
      #expect(parameter.minimum < parameter.maximum)
      #expect((parameter.minimum...parameter.maximum).contains(parameter.default))
      #expect(parameter.flags & CLAP_PARAM_IS_AUTOMATABLE != 0)
      #expect((parameter.flags & CLAP_PARAM_IS_MODULATABLE != 0) == !parameter.isStepped)
      #expect(instance.value(parameter.id) == parameter.default)
    }
    #expect(try instance.parameter("Bypass").flags & CLAP_PARAM_IS_BYPASS != 0)
    #expect(try instance.parameter("Quality").flags & CLAP_PARAM_IS_ENUM != 0)
    var info = clap_param_info_t()
    #expect(!instance.params.pointee.get_info(instance.plugin, UInt32(parameters.count), &info))
    var value = 0.0
    #expect(!instance.params.pointee.get_value(instance.plugin, CLAP_INVALID_ID, &value))
  }

  /// The ids are in sessions: they may never change.
  @Test(arguments: Library.shared.ids) func idsAreStable(_ id: String) throws {
    let instance = try Instance(id)
    let names = ["Input", "Output", "Mix", "Quality", "Bypass", "Morph"]
    let ids = try names.map { try instance.parameter($0).id }
    #expect(ids == names.map { fnv32("plugin/\($0.lowercased())") & 0x7fff_ffff })
    #expect(ids.prefix(5) == Self.published)
    let controls = instance.parameters.prefix { $0.name != "Morph" }
    let key = controls[0].name.lowercased()
    #expect(controls[0].id == fnv32(key) & 0x7fff_ffff)
    #expect(try instance.parameter(controls[0].name + " B").id == fnv32("plugin/scene-b/\(key)") & 0x7fff_ffff)
  }

  private static let published: ArraySlice<clap_id> = [0x1af675dd, 0x2fa85902, 0x1e8c771f, 0x2be1e814, 0x0d8d1c1b]

  @Test(arguments: Library.shared.ids) func textRoundTrip(_ id: String) throws {
    let instance = try Instance(id)
    for parameter in instance.parameters {
      for step in 0...1000 {
        let value = parameter.minimum + (parameter.maximum - parameter.minimum) * Double(step) / 1000
        let text = try #require(instance.text(parameter.id, value))
        let back = try #require(instance.value(parameter.id, text: text), "\(parameter.name): \(text)")
        #expect(instance.text(parameter.id, back) == text)
        #expect(abs(back - value) <= (parameter.isStepped ? 0.5 : 0.003 * (parameter.maximum - parameter.minimum)))
        let again = try #require(instance.text(parameter.id, back))
        #expect(instance.value(parameter.id, text: again) == back)
      }
    }
  }

  /// Controls with labels: "Germanium–Silicon 40 %" in any case, with any dash and spacing.
  @Test(arguments: Library.shared.ids) func labelsAreUnderstood(_ id: String) throws {
    let instance = try Instance(id)
    for parameter in instance.parameters where !parameter.isStepped {
      let texts = try (0...1000).map { step in
        try #require(
          instance.text(
            parameter.id, parameter.minimum + (parameter.maximum - parameter.minimum) * Double(step) / 1000))
      }
      let labels = Set(texts.filter { !$0.contains(where: \.isNumber) })
      guard labels.count > 1 else { continue }
      for text in texts {
        let value = try #require(instance.value(parameter.id, text: text))
        let variants = [
          text.uppercased(), text.lowercased(), text.replacing("–", with: "-"), text.replacing("–", with: " – "),
          text.replacing(" %", with: "%"), "  \(text) ",
        ]
        for variant in variants { #expect(instance.value(parameter.id, text: variant) == value, "\(variant)") }
      }
      for label in labels { #expect(instance.value(parameter.id, text: label + " ?") == nil) }
    }
  }

  @Test(arguments: Library.shared.ids) func textsReadAsExpected(_ id: String) throws {
    let instance = try Instance(id)
    let cases: [(String, Double, String)] = [
      ("Output", 0, "0.0 dB"), ("Output", -6, "-6.0 dB"), ("Output", -0.01, "0.0 dB"), ("Output", 99, "24.0 dB"),
      ("Input", 0, "0.0 dB (0 dBFS = -0.8 dBu)"), ("Input", 12, "12.0 dB (0 dBFS = 11.2 dBu)"),
      ("Mix", 1, "100 %"), ("Mix", 0.125, "12.5 %"), ("Quality", 0, "Live"), ("Quality", 1, "High"),
      ("Quality", 2, "Ultra"), ("Bypass", 0, "Off"), ("Bypass", 1, "On"),
    ]
    for (name, value, text) in cases {
      let id = try instance.parameter(name).id
      #expect(instance.text(id, value) == text)
    }
    let typed: [(String, String, Double?)] = [
      ("Input", "-6", -6), ("Input", " +3.5dB ", 3.5), ("Input", "−6 dB", -6), ("Input", "1,5 DB", 1.5),
      ("Input", "100", 36), ("Input", "12.2 dBu", 12.9918), ("Input", "0.0 dB (0 dBFS = -0.8 dBu)", 0),
      ("Input", "6 Hz", nil), ("Input", "nan", nil), ("Input", "inf", nil), ("Input", "", nil),
      ("Mix", "50", 0.5), ("Mix", "50 %", 0.5), ("Quality", "ultra", 2), ("Quality", "1", 1),
      ("Quality", "best", nil), ("Bypass", "ON", 1), ("Bypass", "off", 0),
    ]
    for (name, text, value) in typed {
      let id = try instance.parameter(name).id
      #expect(instance.value(id, text: text) == value, "\(name): \(text)")
    }
    let input = try instance.parameter("Input").id
    #expect(instance.text(input, .nan) == nil)
    #expect(instance.text(CLAP_INVALID_ID, 0) == nil)
    #expect(instance.text(input, 0, capacity: 4) == "0.0")
    #expect(instance.text(input, 0, capacity: 1) == "")
    #expect(instance.text(input, 0, capacity: 0) == nil)
  }
}

func fnv32(_ text: String) -> UInt32 {
  text.utf8.reduce(0x811c_9dc5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
}
