import CLAP

/// A page of at most eight parameters for a hardware controller.
public struct RemoteControlsPage: Sendable, Equatable {
  public static let size = Int(CLAP_REMOTE_CONTROLS_COUNT)

  public var id: clap_id
  /// Groups pages.
  public var section: String
  public var name: String
  /// At most `size`; nil leaves a gap.
  public var parameters: [clap_id?]
  /// Belongs to a preset, not to the plugin.
  public var isForPreset: Bool

  public init(id: clap_id, section: String, name: String, parameters: [clap_id?], isForPreset: Bool = false) {
    self.id = id
    self.section = section
    self.name = name
    self.parameters = parameters
    self.isForPreset = isForPreset
  }
}

/// [main-thread] What `clap.remote-controls` asks of a plugin.
public protocol RemoteControlsPlugin: AnyObject {
  var remoteControls: [RemoteControlsPage] { get }
}

/// `clap.remote-controls`, the plugin's side.
public enum RemoteControlsExtension {
  public static func plugin() -> PluginExtension {
    PluginExtension(
      CLAP_EXT_REMOTE_CONTROLS, CLAP_EXT_REMOTE_CONTROLS_COMPAT,
      table: clap_plugin_remote_controls_t(
        count: { plugin in
          UInt32(owner(of: plugin, as: (any RemoteControlsPlugin).self)?.remoteControls.count ?? 0)
        },
        get: { plugin, index, page in
          guard let pages = owner(of: plugin, as: (any RemoteControlsPlugin).self)?.remoteControls,
            Int(index) < pages.count, let page
          else { return false }
          RemoteControlsExtension.fill(&page.pointee, from: pages[Int(index)])
          return true
        }))
  }

  private static func fill(_ target: inout clap_remote_controls_page_t, from page: RemoteControlsPage) {
    CText.write(page.section, to: &target.section_name)
    target.page_id = page.id
    CText.write(page.name, to: &target.page_name)
    target.is_for_preset = page.isForPreset
    withUnsafeMutableBytes(of: &target.param_ids) { bytes in
      let ids = bytes.bindMemory(to: clap_id.self)
      for index in ids.indices {
        ids[index] = index < page.parameters.count ? page.parameters[index] ?? CLAP_INVALID_ID : CLAP_INVALID_ID
      }
    }
  }
}
