// Loads a preset that preset discovery has named.
#pragma once

#include "../factory/preset-discovery.h"
#include "../plugin.h"

#define CLAP_EXT_PRESET_LOAD "clap.preset-load/2"
#define CLAP_EXT_PRESET_LOAD_COMPAT "clap.preset-load.draft/2"

typedef struct clap_plugin_preset_load {
  /// `location_kind` is CLAP_PRESET_DISCOVERY_LOCATION_…; `load_key` is null where the location is one preset.
  /// [main-thread]
  bool (*from_location)(
    const clap_plugin_t *plugin, uint32_t location_kind, const char *location, const char *load_key);
} clap_plugin_preset_load_t;

typedef struct clap_host_preset_load {
  /// `os_error` is an errno, or 0. [main-thread]
  void (*on_error)(
    const clap_host_t *host, uint32_t location_kind, const char *location, const char *load_key, int32_t os_error,
    const char *msg);

  /// [main-thread]
  void (*loaded)(const clap_host_t *host, uint32_t location_kind, const char *location, const char *load_key);
} clap_host_preset_load_t;
