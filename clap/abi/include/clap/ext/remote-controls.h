// Pages of eight knobs for hardware controllers.
#pragma once

#include "../plugin.h"
#include "../string-sizes.h"

#define CLAP_EXT_REMOTE_CONTROLS "clap.remote-controls/2"
#define CLAP_EXT_REMOTE_CONTROLS_COMPAT "clap.remote-controls.draft/2"

enum { CLAP_REMOTE_CONTROLS_COUNT = 8 };

typedef struct clap_remote_controls_page {
  char section_name[CLAP_NAME_SIZE];  // groups pages
  clap_id page_id;
  char page_name[CLAP_NAME_SIZE];
  clap_id param_ids[CLAP_REMOTE_CONTROLS_COUNT];  // CLAP_INVALID_ID leaves a gap
  bool is_for_preset;                             // belongs to the preset, not to the plugin
} clap_remote_controls_page_t;

typedef struct clap_plugin_remote_controls {
  /// [main-thread]
  uint32_t (*count)(const clap_plugin_t *plugin);

  /// [main-thread]
  bool (*get)(const clap_plugin_t *plugin, uint32_t page_index, clap_remote_controls_page_t *page);
} clap_plugin_remote_controls_t;

typedef struct clap_host_remote_controls {
  /// [main-thread]
  void (*changed)(const clap_host_t *host);

  /// [main-thread]
  void (*suggest_page)(const clap_host_t *host, clap_id page_id);
} clap_host_remote_controls_t;
