// What the host knows about the track that the plugin sits on.
#pragma once

#include "../color.h"
#include "../plugin.h"
#include "../string-sizes.h"

#define CLAP_EXT_TRACK_INFO "clap.track-info/1"
#define CLAP_EXT_TRACK_INFO_COMPAT "clap.track-info.draft/1"

enum : uint64_t {
  CLAP_TRACK_INFO_HAS_TRACK_NAME = 1 << 0,
  CLAP_TRACK_INFO_HAS_TRACK_COLOR = 1 << 1,
  CLAP_TRACK_INFO_HAS_AUDIO_CHANNEL = 1 << 2,
  CLAP_TRACK_INFO_IS_FOR_RETURN_TRACK = 1 << 3,
  CLAP_TRACK_INFO_IS_FOR_BUS = 1 << 4,
  CLAP_TRACK_INFO_IS_FOR_MASTER = 1 << 5,
};

typedef struct clap_track_info {
  uint64_t flags;
  char name[CLAP_NAME_SIZE];    // with HAS_TRACK_NAME
  clap_color_t color;           // with HAS_TRACK_COLOR
  int32_t audio_channel_count;  // with HAS_AUDIO_CHANNEL, as the next
  const char *audio_port_type;
} clap_track_info_t;

typedef struct clap_plugin_track_info {
  /// [main-thread]
  void (*changed)(const clap_plugin_t *plugin);
} clap_plugin_track_info_t;

typedef struct clap_host_track_info {
  /// [main-thread]
  bool (*get)(const clap_host_t *host, clap_track_info_t *info);
} clap_host_track_info_t;
