#pragma once

#include "../plugin.h"

#define CLAP_EXT_LATENCY "clap.latency"

typedef struct clap_plugin_latency {
  /// Frames. [main-thread & (being-activated | active)]
  uint32_t (*get)(const clap_plugin_t *plugin);
} clap_plugin_latency_t;

typedef struct clap_host_latency {
  /// Only from within `activate`. [main-thread & being-activated]
  void (*changed)(const clap_host_t *host);
} clap_host_latency_t;
