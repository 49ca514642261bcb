// Whole port layouts that a plugin offers to choose from.
#pragma once

#include "audio-ports.h"

#define CLAP_EXT_AUDIO_PORTS_CONFIG "clap.audio-ports-config"
#define CLAP_EXT_AUDIO_PORTS_CONFIG_INFO "clap.audio-ports-config-info/1"
#define CLAP_EXT_AUDIO_PORTS_CONFIG_INFO_COMPAT "clap.audio-ports-config-info/draft-0"

typedef struct clap_audio_ports_config {
  clap_id id;
  char name[CLAP_NAME_SIZE];
  uint32_t input_port_count;
  uint32_t output_port_count;
  bool has_main_input;
  uint32_t main_input_channel_count;
  const char *main_input_port_type;
  bool has_main_output;
  uint32_t main_output_channel_count;
  const char *main_output_port_type;
} clap_audio_ports_config_t;

typedef struct clap_plugin_audio_ports_config {
  /// [main-thread]
  uint32_t (*count)(const clap_plugin_t *plugin);

  /// [main-thread]
  bool (*get)(const clap_plugin_t *plugin, uint32_t index, clap_audio_ports_config_t *config);

  /// [main-thread & !active]
  bool (*select)(const clap_plugin_t *plugin, clap_id config_id);
} clap_plugin_audio_ports_config_t;

/// The ports of each layout in full.
typedef struct clap_plugin_audio_ports_config_info {
  /// The layout in force, or CLAP_INVALID_ID. [main-thread]
  clap_id (*current_config)(const clap_plugin_t *plugin);

  /// [main-thread]
  bool (*get)(
    const clap_plugin_t *plugin, clap_id config_id, uint32_t port_index, bool is_input, clap_audio_port_info_t *info);
} clap_plugin_audio_ports_config_info_t;

typedef struct clap_host_audio_ports_config {
  /// [main-thread]
  void (*rescan)(const clap_host_t *host);
} clap_host_audio_ports_config_t;
