import CLAP

extension Check {
  private static let kinds = [
    CLAP_PLUGIN_FEATURE_INSTRUMENT, CLAP_PLUGIN_FEATURE_AUDIO_EFFECT, CLAP_PLUGIN_FEATURE_NOTE_EFFECT,
    CLAP_PLUGIN_FEATURE_NOTE_DETECTOR, CLAP_PLUGIN_FEATURE_ANALYZER,
  ]

  static let descriptors = [
    Check(
      "descriptor-ids", "Ids of plugins are unique and look like org.example.name.", scope: .library, needs: ["loads"]
    ) {
      let ids = try $0.library().descriptors.map(\.id)
      for id in ids {
        try expect(ids.count { $0 == id } == 1, "expected '\(id)' once, found it \(ids.count { $0 == id }) times")
        try expect(!id.isEmpty, "expected an id, found an empty one")
        let isPlain = id.utf8.allSatisfy { $0 > 32 && $0 < 127 } && id.contains(".")
        try prefer(isPlain, "expected an id such as org.example.name, found '\(id)'")
      }
    },
    Check("descriptor-sane", "Name, version and a main feature are there.", needs: ["loads"]) { subject in
      guard let descriptor = try subject.library().descriptors.first(where: { $0.id == subject.plugin }) else {
        throw Verdict(.skipped, "the factory does not list \(subject.plugin)")
      }
      try expect(!descriptor.name.isEmpty, "expected a name, found none")
      try expect(
        descriptor.features.contains(where: kinds.contains),
        "expected one of \(kinds.joined(separator: ", ")) among the features, found \(descriptor.features)")
      try prefer(!descriptor.version.isEmpty, "expected a version, found none")
      try prefer(!descriptor.vendor.isEmpty, "expected a vendor, found none")
    },
    Check("descriptor-same", "An instance describes itself as the factory does.") { subject in
      let plugin = try subject.make()
      let listed = try subject.library().descriptors.first { $0.id == subject.plugin }
      try expect(plugin.descriptor.id == subject.plugin, "expected \(subject.plugin), found \(plugin.descriptor.id)")
      try prefer(listed == nil || plugin.descriptor == listed, "expected equal descriptors, found two")
    },
  ]
}
