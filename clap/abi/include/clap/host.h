// What a plugin sees of its host.
#pragma once

#include "version.h"

typedef struct clap_host {
  clap_version_t clap_version;
  void *host_data;      // the host's own
  const char *name;     // mandatory
  const char *vendor;
  const char *url;
  const char *version;  // mandatory

  /// The host's extension of that id, or null. Not before the plugin's `init`. [thread-safe]
  const void *(*get_extension)(const struct clap_host *host, const char *extension_id);

  /// Asks for deactivate and activate, some time later. [thread-safe]
  void (*request_restart)(const struct clap_host *host);

  /// Asks the host to process, if the plugin sleeps. [thread-safe]
  void (*request_process)(const struct clap_host *host);

  /// Asks for one call of the plugin's `on_main_thread`. [thread-safe]
  void (*request_callback)(const struct clap_host *host);
} clap_host_t;
