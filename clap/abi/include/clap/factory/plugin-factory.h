// Makes plugins.
#pragma once

#include "../plugin.h"

#define CLAP_PLUGIN_FACTORY_ID "clap.plugin-factory"

typedef struct clap_plugin_factory {
  /// [thread-safe]
  uint32_t (*get_plugin_count)(const struct clap_plugin_factory *factory);

  /// Null when the index is out of range. Lives until the entry's `deinit`. [thread-safe]
  const clap_plugin_descriptor_t *(*get_plugin_descriptor)(const struct clap_plugin_factory *factory, uint32_t index);

  /// Null when there is no such plugin. The host must not be called in here. Freed by `destroy`. [thread-safe]
  const clap_plugin_t *(*create_plugin)(
    const struct clap_plugin_factory *factory, const clap_host_t *host, const char *plugin_id);
} clap_plugin_factory_t;
