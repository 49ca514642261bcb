// The layouts of the ABI, worked out by hand for 64-bit Linux: pointers and 64-bit numbers lie on multiples of 8,
// 32-bit numbers of 4, 16-bit numbers of 2; a struct's size is a multiple of its strictest member.
#include "clap/clap.h"

#define SIZE(type, bytes) _Static_assert(sizeof(type) == (bytes), #type)
#define AT(type, field, offset) _Static_assert(offsetof(type, field) == (offset), #type "." #field)

SIZE(void *, 8);
SIZE(clap_id, 4);
SIZE(clap_color_t, 4);
SIZE(clap_version_t, 12);
SIZE(clap_universal_plugin_id_t, 16);

// Three version numbers and four bytes of padding stand before the first pointer.
SIZE(clap_plugin_entry_t, 40);
AT(clap_plugin_entry_t, init, 16);
AT(clap_plugin_entry_t, deinit, 24);
AT(clap_plugin_entry_t, get_factory, 32);
SIZE(clap_plugin_factory_t, 24);
AT(clap_plugin_factory_t, create_plugin, 16);

SIZE(clap_host_t, 88);
AT(clap_host_t, host_data, 16);
AT(clap_host_t, name, 24);
AT(clap_host_t, version, 48);
AT(clap_host_t, get_extension, 56);
AT(clap_host_t, request_restart, 64);
AT(clap_host_t, request_process, 72);
AT(clap_host_t, request_callback, 80);

SIZE(clap_plugin_descriptor_t, 88);
AT(clap_plugin_descriptor_t, id, 16);
AT(clap_plugin_descriptor_t, name, 24);
AT(clap_plugin_descriptor_t, vendor, 32);
AT(clap_plugin_descriptor_t, version, 64);
AT(clap_plugin_descriptor_t, description, 72);
AT(clap_plugin_descriptor_t, features, 80);

SIZE(clap_plugin_t, 96);
AT(clap_plugin_t, desc, 0);
AT(clap_plugin_t, plugin_data, 8);
AT(clap_plugin_t, init, 16);
AT(clap_plugin_t, destroy, 24);
AT(clap_plugin_t, activate, 32);
AT(clap_plugin_t, deactivate, 40);
AT(clap_plugin_t, start_processing, 48);
AT(clap_plugin_t, stop_processing, 56);
AT(clap_plugin_t, reset, 64);
AT(clap_plugin_t, process, 72);
AT(clap_plugin_t, get_extension, 80);
AT(clap_plugin_t, on_main_thread, 88);

// Blocks
SIZE(clap_audio_buffer_t, 32);
AT(clap_audio_buffer_t, channel_count, 16);
AT(clap_audio_buffer_t, latency, 20);
AT(clap_audio_buffer_t, constant_mask, 24);
SIZE(clap_process_t, 64);
AT(clap_process_t, frames_count, 8);
AT(clap_process_t, transport, 16);
AT(clap_process_t, audio_inputs, 24);
AT(clap_process_t, audio_outputs, 32);
AT(clap_process_t, audio_inputs_count, 40);
AT(clap_process_t, audio_outputs_count, 44);
AT(clap_process_t, in_events, 48);
AT(clap_process_t, out_events, 56);
SIZE(clap_istream_t, 16);
SIZE(clap_ostream_t, 16);

// Events
SIZE(clap_event_header_t, 16);
AT(clap_event_header_t, time, 4);
AT(clap_event_header_t, space_id, 8);
AT(clap_event_header_t, type, 10);
AT(clap_event_header_t, flags, 12);
SIZE(clap_event_note_t, 40);
AT(clap_event_note_t, port_index, 20);
AT(clap_event_note_t, channel, 22);
AT(clap_event_note_t, key, 24);
AT(clap_event_note_t, velocity, 32);
SIZE(clap_event_note_expression_t, 40);
AT(clap_event_note_expression_t, note_id, 20);
AT(clap_event_note_expression_t, key, 28);
AT(clap_event_note_expression_t, value, 32);
SIZE(clap_event_param_value_t, 56);
AT(clap_event_param_value_t, param_id, 16);
AT(clap_event_param_value_t, cookie, 24);
AT(clap_event_param_value_t, note_id, 32);
AT(clap_event_param_value_t, port_index, 36);
AT(clap_event_param_value_t, channel, 38);
AT(clap_event_param_value_t, key, 40);
AT(clap_event_param_value_t, value, 48);
SIZE(clap_event_param_mod_t, 56);
AT(clap_event_param_mod_t, cookie, 24);
AT(clap_event_param_mod_t, amount, 48);
SIZE(clap_event_param_gesture_t, 20);
SIZE(clap_event_transport_t, 104);
AT(clap_event_transport_t, flags, 16);
AT(clap_event_transport_t, song_pos_beats, 24);
AT(clap_event_transport_t, song_pos_seconds, 32);
AT(clap_event_transport_t, tempo, 40);
AT(clap_event_transport_t, tempo_inc, 48);
AT(clap_event_transport_t, loop_start_beats, 56);
AT(clap_event_transport_t, loop_end_seconds, 80);
AT(clap_event_transport_t, bar_start, 88);
AT(clap_event_transport_t, bar_number, 96);
AT(clap_event_transport_t, tsig_num, 100);
AT(clap_event_transport_t, tsig_denom, 102);
SIZE(clap_event_midi_t, 24);
AT(clap_event_midi_t, data, 18);
SIZE(clap_event_midi_sysex_t, 40);
AT(clap_event_midi_sysex_t, buffer, 24);
AT(clap_event_midi_sysex_t, size, 32);
SIZE(clap_event_midi2_t, 36);
AT(clap_event_midi2_t, data, 20);
SIZE(clap_input_events_t, 24);
SIZE(clap_output_events_t, 16);

// Ports
SIZE(clap_audio_port_info_t, 288);
AT(clap_audio_port_info_t, name, 4);
AT(clap_audio_port_info_t, flags, 260);
AT(clap_audio_port_info_t, channel_count, 264);
AT(clap_audio_port_info_t, port_type, 272);
AT(clap_audio_port_info_t, in_place_pair, 280);
SIZE(clap_plugin_audio_ports_t, 16);
SIZE(clap_host_audio_ports_t, 16);
SIZE(clap_audio_ports_config_t, 304);
AT(clap_audio_ports_config_t, has_main_input, 268);
AT(clap_audio_ports_config_t, main_input_channel_count, 272);
AT(clap_audio_ports_config_t, main_input_port_type, 280);
AT(clap_audio_ports_config_t, has_main_output, 288);
AT(clap_audio_ports_config_t, main_output_port_type, 296);
SIZE(clap_plugin_audio_ports_config_t, 24);
SIZE(clap_plugin_audio_ports_config_info_t, 16);
SIZE(clap_host_audio_ports_config_t, 8);
SIZE(clap_audio_port_configuration_request_t, 32);
AT(clap_audio_port_configuration_request_t, port_index, 4);
AT(clap_audio_port_configuration_request_t, port_type, 16);
SIZE(clap_plugin_configurable_audio_ports_t, 16);
SIZE(clap_plugin_audio_ports_activation_t, 16);
SIZE(clap_note_port_info_t, 268);
AT(clap_note_port_info_t, name, 12);
SIZE(clap_plugin_note_ports_t, 16);
SIZE(clap_host_note_ports_t, 16);
SIZE(clap_note_name_t, 262);
AT(clap_note_name_t, key, 258);
SIZE(clap_plugin_note_name_t, 16);
SIZE(clap_host_note_name_t, 8);
SIZE(clap_ambisonic_config_t, 8);
SIZE(clap_plugin_ambisonic_t, 16);
SIZE(clap_host_ambisonic_t, 8);
SIZE(clap_plugin_surround_t, 16);
SIZE(clap_host_surround_t, 8);

// Parameters
SIZE(clap_param_info_t, 1320);
AT(clap_param_info_t, flags, 4);
AT(clap_param_info_t, cookie, 8);
AT(clap_param_info_t, name, 16);
AT(clap_param_info_t, module, 272);
AT(clap_param_info_t, min_value, 1296);
AT(clap_param_info_t, max_value, 1304);
AT(clap_param_info_t, default_value, 1312);
SIZE(clap_plugin_params_t, 48);
AT(clap_plugin_params_t, value_to_text, 24);
AT(clap_plugin_params_t, flush, 40);
SIZE(clap_host_params_t, 24);
SIZE(clap_plugin_param_indication_t, 16);
SIZE(clap_remote_controls_page_t, 552);
AT(clap_remote_controls_page_t, page_id, 256);
AT(clap_remote_controls_page_t, page_name, 260);
AT(clap_remote_controls_page_t, param_ids, 516);
AT(clap_remote_controls_page_t, is_for_preset, 548);
SIZE(clap_plugin_remote_controls_t, 16);
SIZE(clap_host_remote_controls_t, 16);

// State, presets, time, threads
SIZE(clap_plugin_state_t, 16);
SIZE(clap_host_state_t, 8);
SIZE(clap_plugin_state_context_t, 16);
SIZE(clap_plugin_preset_load_t, 8);
SIZE(clap_host_preset_load_t, 16);
SIZE(clap_plugin_latency_t, 8);
SIZE(clap_host_latency_t, 8);
SIZE(clap_plugin_tail_t, 8);
SIZE(clap_host_tail_t, 8);
SIZE(clap_plugin_render_t, 16);
SIZE(clap_host_log_t, 8);
SIZE(clap_host_thread_check_t, 16);
SIZE(clap_plugin_thread_pool_t, 8);
SIZE(clap_host_thread_pool_t, 8);
SIZE(clap_plugin_timer_support_t, 8);
SIZE(clap_host_timer_support_t, 16);
SIZE(clap_plugin_posix_fd_support_t, 8);
SIZE(clap_host_posix_fd_support_t, 24);
SIZE(clap_host_event_registry_t, 8);
SIZE(clap_voice_info_t, 16);
SIZE(clap_plugin_voice_info_t, 8);
SIZE(clap_host_voice_info_t, 8);
SIZE(clap_track_info_t, 280);
AT(clap_track_info_t, name, 8);
AT(clap_track_info_t, color, 264);
AT(clap_track_info_t, audio_channel_count, 268);
AT(clap_track_info_t, audio_port_type, 272);
SIZE(clap_plugin_track_info_t, 8);
SIZE(clap_host_track_info_t, 8);

// Windows and menus
SIZE(clap_window_t, 16);
AT(clap_window_t, x11, 8);
SIZE(clap_gui_resize_hints_t, 12);
AT(clap_gui_resize_hints_t, preserve_aspect_ratio, 2);
AT(clap_gui_resize_hints_t, aspect_ratio_width, 4);
SIZE(clap_plugin_gui_t, 120);
SIZE(clap_host_gui_t, 40);
SIZE(clap_context_menu_target_t, 8);
SIZE(clap_context_menu_entry_t, 16);
SIZE(clap_context_menu_check_entry_t, 16);
AT(clap_context_menu_check_entry_t, is_checked, 9);
AT(clap_context_menu_check_entry_t, action_id, 12);
SIZE(clap_context_menu_item_title_t, 16);
SIZE(clap_context_menu_submenu_t, 16);
SIZE(clap_context_menu_builder_t, 24);
SIZE(clap_plugin_context_menu_t, 16);
SIZE(clap_host_context_menu_t, 32);

// Preset discovery
SIZE(clap_preset_discovery_metadata_receiver_t, 88);
AT(clap_preset_discovery_metadata_receiver_t, begin_preset, 16);
AT(clap_preset_discovery_metadata_receiver_t, add_extra_info, 80);
SIZE(clap_preset_discovery_filetype_t, 24);
SIZE(clap_preset_discovery_location_t, 32);
AT(clap_preset_discovery_location_t, kind, 16);
AT(clap_preset_discovery_location_t, location, 24);
SIZE(clap_preset_discovery_soundpack_t, 64);
AT(clap_preset_discovery_soundpack_t, release_timestamp, 56);
SIZE(clap_preset_discovery_provider_descriptor_t, 40);
AT(clap_preset_discovery_provider_descriptor_t, id, 16);
SIZE(clap_preset_discovery_provider_t, 48);
SIZE(clap_preset_discovery_indexer_t, 88);
AT(clap_preset_discovery_indexer_t, indexer_data, 48);
AT(clap_preset_discovery_indexer_t, get_extension, 80);
SIZE(clap_preset_discovery_factory_t, 24);
