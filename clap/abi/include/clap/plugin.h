// A plugin's description and one instance of it.
#pragma once

#include "host.h"
#include "plugin-features.h"
#include "process.h"

typedef struct clap_plugin_descriptor {
  clap_version_t clap_version;
  const char *id;    // mandatory, unique in the world: "org.example.gain"
  const char *name;  // mandatory
  const char *vendor;
  const char *url;
  const char *manual_url;
  const char *support_url;
  const char *version;  // MAJOR.MINOR.REVISION
  const char *description;
  const char *const *features;  // ends with null
} clap_plugin_descriptor_t;

typedef struct clap_plugin {
  const clap_plugin_descriptor_t *desc;
  void *plugin_data;  // the plugin's own

  /// The first call; from here on the host may be used. After `false` only `destroy` may follow. [main-thread]
  bool (*init)(const struct clap_plugin *plugin);

  /// [main-thread & !active]
  void (*destroy)(const struct clap_plugin *plugin);

  /// Latency and ports are fixed from here to `deactivate`; blocks lie within [min, max] frames.
  /// [main-thread & !active]
  bool (*activate)(
    const struct clap_plugin *plugin, double sample_rate, uint32_t min_frames_count, uint32_t max_frames_count);

  /// [main-thread & active]
  void (*deactivate)(const struct clap_plugin *plugin);

  /// [audio-thread & active & !processing]
  bool (*start_processing)(const struct clap_plugin *plugin);

  /// [audio-thread & active & processing]
  void (*stop_processing)(const struct clap_plugin *plugin);

  /// Clears buffers, delays and voices; keeps parameters. The steady time may jump. [audio-thread & active]
  void (*reset)(const struct clap_plugin *plugin);

  /// [audio-thread & active & processing]
  clap_process_status (*process)(const struct clap_plugin *plugin, const clap_process_t *process);

  /// The extension of that id, or null. It belongs to the plugin. Not before `init`. [thread-safe]
  const void *(*get_extension)(const struct clap_plugin *plugin, const char *id);

  /// The answer to the host's `request_callback`. [main-thread]
  void (*on_main_thread)(const struct clap_plugin *plugin);
} clap_plugin_t;
