// Lets the host ask for a port layout of its own.
#pragma once

#include "audio-ports.h"

#define CLAP_EXT_CONFIGURABLE_AUDIO_PORTS "clap.configurable-audio-ports/1"
#define CLAP_EXT_CONFIGURABLE_AUDIO_PORTS_COMPAT "clap.configurable-audio-ports.draft1"

typedef struct clap_audio_port_configuration_request {
  bool is_input;
  uint32_t port_index;
  uint32_t channel_count;
  const char *port_type;
  const void *port_details;  // null for mono and stereo; a channel map or an ambisonic config for those types
} clap_audio_port_configuration_request_t;

typedef struct clap_plugin_configurable_audio_ports {
  /// [main-thread & !active]
  bool (*can_apply_configuration)(
    const clap_plugin_t *plugin, const struct clap_audio_port_configuration_request *requests,
    uint32_t request_count);

  /// All of the requests or none. [main-thread & !active]
  bool (*apply_configuration)(
    const clap_plugin_t *plugin, const struct clap_audio_port_configuration_request *requests,
    uint32_t request_count);
} clap_plugin_configurable_audio_ports_t;
