// Work shared out over the host's threads during `process`.
#pragma once

#include "../plugin.h"

#define CLAP_EXT_THREAD_POOL "clap.thread-pool"

typedef struct clap_plugin_thread_pool {
  /// [thread-pool worker, as audio-thread]
  void (*exec)(const clap_plugin_t *plugin, uint32_t task_index);
} clap_plugin_thread_pool_t;

typedef struct clap_host_thread_pool {
  /// Runs `exec` for 0..<num_tasks and returns when all are done; false when it will not: do the work yourself.
  /// Only from within `process`. [audio-thread]
  bool (*request_exec)(const clap_host_t *host, uint32_t num_tasks);
} clap_host_thread_pool_t;
