// The host tells which parameters are mapped or automated, so that the plugin's window can show it.
#pragma once

#include "../color.h"
#include "params.h"

#define CLAP_EXT_PARAM_INDICATION "clap.param-indication/4"
#define CLAP_EXT_PARAM_INDICATION_COMPAT "clap.param-indication.draft/4"

/// States of automation.
enum : uint32_t {
  CLAP_PARAM_INDICATION_AUTOMATION_NONE = 0,
  CLAP_PARAM_INDICATION_AUTOMATION_PRESENT = 1,
  CLAP_PARAM_INDICATION_AUTOMATION_PLAYING = 2,
  CLAP_PARAM_INDICATION_AUTOMATION_RECORDING = 3,
  CLAP_PARAM_INDICATION_AUTOMATION_OVERRIDING = 4,
};

typedef struct clap_plugin_param_indication {
  /// A null colour means the plugin's own choice; label and description may be null. [main-thread]
  void (*set_mapping)(
    const clap_plugin_t *plugin, clap_id param_id, bool has_mapping, const clap_color_t *color, const char *label,
    const char *description);

  /// [main-thread]
  void (*set_automation)(
    const clap_plugin_t *plugin, clap_id param_id, uint32_t automation_state, const clap_color_t *color);
} clap_plugin_param_indication_t;
