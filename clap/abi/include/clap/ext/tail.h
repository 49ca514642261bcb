#pragma once

#include "../plugin.h"

#define CLAP_EXT_TAIL "clap.tail"

typedef struct clap_plugin_tail {
  /// Frames; INT32_MAX and more mean for ever. [main-thread, audio-thread]
  uint32_t (*get)(const clap_plugin_t *plugin);
} clap_plugin_tail_t;

typedef struct clap_host_tail {
  /// [audio-thread]
  void (*changed)(const clap_host_t *host);
} clap_host_tail_t;
