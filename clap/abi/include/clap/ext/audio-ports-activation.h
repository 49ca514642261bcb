// Switches single ports off; an inactive port still has its place in the buffers.
#pragma once

#include "../plugin.h"

#define CLAP_EXT_AUDIO_PORTS_ACTIVATION "clap.audio-ports-activation/2"
#define CLAP_EXT_AUDIO_PORTS_ACTIVATION_COMPAT "clap.audio-ports-activation/draft-2"

typedef struct clap_plugin_audio_ports_activation {
  /// [main-thread]
  bool (*can_activate_while_processing)(const clap_plugin_t *plugin);

  /// `sample_size` is 32 or 64, or 0 when it is not known.
  /// [active ? audio-thread : main-thread]
  bool (*set_active)(
    const clap_plugin_t *plugin, bool is_input, uint32_t port_index, bool is_active, uint32_t sample_size);
} clap_plugin_audio_ports_activation_t;
