// Live or offline.
#pragma once

#include "../plugin.h"

#define CLAP_EXT_RENDER "clap.render"

typedef int32_t clap_plugin_render_mode;

enum : int32_t {
  CLAP_RENDER_REALTIME = 0,
  CLAP_RENDER_OFFLINE = 1,  // no deadline: quality may go up
};

typedef struct clap_plugin_render {
  /// True for a plugin that cannot run faster than time, such as one with hardware behind it. [main-thread]
  bool (*has_hard_realtime_requirement)(const clap_plugin_t *plugin);

  /// [main-thread]
  bool (*set)(const clap_plugin_t *plugin, clap_plugin_render_mode mode);
} clap_plugin_render_t;
