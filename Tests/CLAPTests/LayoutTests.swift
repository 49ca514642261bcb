import CLAP
import Testing

/// Swift sees the structs as C lays them out (abi.c asserts the same numbers and more at compile time), and the
/// constants with the type of the field they belong to.
@Suite struct LayoutTests {
  @Test func sizesAreThoseOfTheABI() {
    #expect(MemoryLayout<clap_version_t>.size == 12)
    #expect(MemoryLayout<clap_plugin_entry_t>.size == 40)
    #expect(MemoryLayout<clap_plugin_factory_t>.size == 24)
    #expect(MemoryLayout<clap_plugin_descriptor_t>.size == 88)
    #expect(MemoryLayout<clap_plugin_t>.size == 96)
    #expect(MemoryLayout<clap_host_t>.size == 88)
    #expect(MemoryLayout<clap_process_t>.size == 64)
    #expect(MemoryLayout<clap_audio_buffer_t>.size == 32)
    #expect(MemoryLayout<clap_event_header_t>.size == 16)
    #expect(MemoryLayout<clap_event_param_value_t>.size == 56)
    #expect(MemoryLayout<clap_event_param_mod_t>.size == 56)
    #expect(MemoryLayout<clap_event_transport_t>.size == 104)
    #expect(MemoryLayout<clap_event_note_t>.size == 40)
    #expect(MemoryLayout<clap_param_info_t>.size == 1320)
    #expect(MemoryLayout<clap_plugin_params_t>.size == 48)
    #expect(MemoryLayout<clap_audio_port_info_t>.stride == 288)
    #expect(MemoryLayout<clap_remote_controls_page_t>.stride == 552)
    #expect(MemoryLayout<clap_plugin_gui_t>.size == 120)
    #expect(MemoryLayout<clap_preset_discovery_indexer_t>.size == 88)
  }

  @Test func offsetsAreThoseOfTheABI() {
    #expect(MemoryLayout<clap_plugin_t>.offset(of: \.process) == 72)
    #expect(MemoryLayout<clap_plugin_t>.offset(of: \.on_main_thread) == 88)
    #expect(MemoryLayout<clap_plugin_entry_t>.offset(of: \.get_factory) == 32)
    #expect(MemoryLayout<clap_host_t>.offset(of: \.get_extension) == 56)
    #expect(MemoryLayout<clap_process_t>.offset(of: \.out_events) == 56)
    #expect(MemoryLayout<clap_event_header_t>.offset(of: \.space_id) == 8)
    #expect(MemoryLayout<clap_event_header_t>.offset(of: \.type) == 10)
    #expect(MemoryLayout<clap_event_param_value_t>.offset(of: \.cookie) == 24)
    #expect(MemoryLayout<clap_event_param_value_t>.offset(of: \.value) == 48)
    #expect(MemoryLayout<clap_param_info_t>.offset(of: \.min_value) == 1296)
    #expect(MemoryLayout<clap_audio_port_info_t>.offset(of: \.port_type) == 272)
  }

  @Test func constantsHaveTheTypeOfTheirField() {
    let type: UInt16 = CLAP_EVENT_PARAM_VALUE
    let status: clap_process_status = CLAP_PROCESS_SLEEP
    let flags: clap_param_info_flags = CLAP_PARAM_IS_STEPPED | CLAP_PARAM_IS_ENUM
    let none: clap_id = CLAP_INVALID_ID
    #expect(type == 5 && status == 4 && flags == 0x10001 && none == 0xffff_ffff)
    #expect(CLAP_BEATTIME_FACTOR == 2_147_483_648)
    #expect(CLAP_NAME_SIZE == 256 && CLAP_PATH_SIZE == 1024)
  }

  @Test func identifiersAreStrings() {
    #expect(CLAP_EXT_PARAMS == "clap.params")
    #expect(CLAP_EXT_REMOTE_CONTROLS == "clap.remote-controls/2")
    #expect(CLAP_PRESET_DISCOVERY_FACTORY_ID == "clap.preset-discovery-factory/2")
    #expect(CLAP_PLUGIN_FACTORY_ID == "clap.plugin-factory")
  }

  @Test func theVersionIsTheOneDeclared() {
    #expect(CLAP_VERSION.major == 1 && CLAP_VERSION.minor == 2 && CLAP_VERSION.revision == 10)
    #expect(clap_version_is_compatible(CLAP_VERSION))
    #expect(!clap_version_is_compatible(clap_version_t(major: 0, minor: 26, revision: 0)))
  }
}
