#pragma once

#include "../plugin.h"

#define CLAP_EXT_TIMER_SUPPORT "clap.timer-support"

typedef struct clap_plugin_timer_support {
  /// [main-thread]
  void (*on_timer)(const clap_plugin_t *plugin, clap_id timer_id);
} clap_plugin_timer_support_t;

typedef struct clap_host_timer_support {
  /// [main-thread]
  bool (*register_timer)(const clap_host_t *host, uint32_t period_ms, clap_id *timer_id);

  /// [main-thread]
  bool (*unregister_timer)(const clap_host_t *host, clap_id timer_id);
} clap_host_timer_support_t;
