// The one symbol that a plugin library exports.
#pragma once

#include "version.h"

typedef struct clap_plugin_entry {
  clap_version_t clap_version;

  /// Prepares the library. Calls are counted: each `true` is answered by one `deinit`. Any thread, never two at a time.
  /// `plugin_path` is the path of the library; some hosts pass null.
  bool (*init)(const char *plugin_path);

  /// Undoes one `init`. After the last one nothing of the library may be called but `init`.
  void (*deinit)(void);

  /// The factory of that id, or null. It belongs to the library. [thread-safe]
  const void *(*get_factory)(const char *factory_id);
} clap_plugin_entry_t;

CLAP_EXPORT extern const clap_plugin_entry_t clap_entry;
