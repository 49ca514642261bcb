// Saving and loading everything a session must remember.
#pragma once

#include "../plugin.h"
#include "../stream.h"

#define CLAP_EXT_STATE "clap.state"

typedef struct clap_plugin_state {
  /// [main-thread]
  bool (*save)(const clap_plugin_t *plugin, const clap_ostream_t *stream);

  /// After `false` the plugin is as it was. [main-thread]
  bool (*load)(const clap_plugin_t *plugin, const clap_istream_t *stream);
} clap_plugin_state_t;

typedef struct clap_host_state {
  /// Something to save has changed that the host could not see. [main-thread]
  void (*mark_dirty)(const clap_host_t *host);
} clap_host_state_t;
