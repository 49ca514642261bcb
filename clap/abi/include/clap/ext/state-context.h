// State with its purpose. A plugin that has this has clap.state too.
#pragma once

#include "state.h"

#define CLAP_EXT_STATE_CONTEXT "clap.state-context/2"

enum : uint32_t {
  CLAP_STATE_CONTEXT_FOR_PRESET = 1,
  CLAP_STATE_CONTEXT_FOR_DUPLICATE = 2,
  CLAP_STATE_CONTEXT_FOR_PROJECT = 3,
};

typedef struct clap_plugin_state_context {
  /// [main-thread]
  bool (*save)(const clap_plugin_t *plugin, const clap_ostream_t *stream, uint32_t context_type);

  /// [main-thread]
  bool (*load)(const clap_plugin_t *plugin, const clap_istream_t *stream, uint32_t context_type);
} clap_plugin_state_context_t;
