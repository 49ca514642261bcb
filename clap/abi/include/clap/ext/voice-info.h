#pragma once

#include "../plugin.h"

#define CLAP_EXT_VOICE_INFO "clap.voice-info"

enum : uint64_t {
  CLAP_VOICE_INFO_SUPPORTS_OVERLAPPING_NOTES = 1 << 0,
};

typedef struct clap_voice_info {
  uint32_t voice_count;     // in use at most, by the patch: 1...voice_capacity
  uint32_t voice_capacity;  // allocated
  uint64_t flags;
} clap_voice_info_t;

typedef struct clap_plugin_voice_info {
  /// [main-thread & active]
  bool (*get)(const clap_plugin_t *plugin, clap_voice_info_t *info);
} clap_plugin_voice_info_t;

typedef struct clap_host_voice_info {
  /// [main-thread]
  void (*changed)(const clap_host_t *host);
} clap_host_voice_info_t;
