// Parameters: what there is, what it is worth, how it reads.
#pragma once

#include "../plugin.h"
#include "../string-sizes.h"

#define CLAP_EXT_PARAMS "clap.params"

typedef uint32_t clap_param_info_flags;

enum : uint32_t {
  CLAP_PARAM_IS_STEPPED = 1 << 0,   // whole numbers only
  CLAP_PARAM_IS_PERIODIC = 1 << 1,  // wraps round, like a phase
  CLAP_PARAM_IS_HIDDEN = 1 << 2,
  CLAP_PARAM_IS_READONLY = 1 << 3,
  CLAP_PARAM_IS_BYPASS = 1 << 4,  // stepped, 0 off, 1 on
  CLAP_PARAM_IS_AUTOMATABLE = 1 << 5,
  CLAP_PARAM_IS_AUTOMATABLE_PER_NOTE_ID = 1 << 6,
  CLAP_PARAM_IS_AUTOMATABLE_PER_KEY = 1 << 7,
  CLAP_PARAM_IS_AUTOMATABLE_PER_CHANNEL = 1 << 8,
  CLAP_PARAM_IS_AUTOMATABLE_PER_PORT = 1 << 9,
  CLAP_PARAM_IS_MODULATABLE = 1 << 10,
  CLAP_PARAM_IS_MODULATABLE_PER_NOTE_ID = 1 << 11,
  CLAP_PARAM_IS_MODULATABLE_PER_KEY = 1 << 12,
  CLAP_PARAM_IS_MODULATABLE_PER_CHANNEL = 1 << 13,
  CLAP_PARAM_IS_MODULATABLE_PER_PORT = 1 << 14,
  CLAP_PARAM_REQUIRES_PROCESS = 1 << 15,  // heard, so it should change in process() while active
  CLAP_PARAM_IS_ENUM = 1 << 16,           // stepped, and every step has a text
};

typedef struct clap_param_info {
  clap_id id;  // the same for ever
  clap_param_info_flags flags;
  void *cookie;                 // the plugin's own, handed back in events, or null there
  char name[CLAP_NAME_SIZE];
  char module[CLAP_PATH_SIZE];  // groups, separated by '/'
  double min_value;             // plain, finite
  double max_value;
  double default_value;
} clap_param_info_t;

typedef struct clap_plugin_params {
  /// [main-thread]
  uint32_t (*count)(const clap_plugin_t *plugin);

  /// [main-thread]
  bool (*get_info)(const clap_plugin_t *plugin, uint32_t param_index, clap_param_info_t *param_info);

  /// [main-thread]
  bool (*get_value)(const clap_plugin_t *plugin, clap_id param_id, double *out_value);

  /// UTF-8 with a terminating zero. [main-thread]
  bool (*value_to_text)(
    const clap_plugin_t *plugin, clap_id param_id, double value, char *out_buffer, uint32_t out_buffer_capacity);

  /// [main-thread]
  bool (*text_to_value)(
    const clap_plugin_t *plugin, clap_id param_id, const char *param_value_text, double *out_value);

  /// Moves events both ways without audio; never beside `process`. [active ? audio-thread : main-thread]
  void (*flush)(const clap_plugin_t *plugin, const clap_input_events_t *in, const clap_output_events_t *out);
} clap_plugin_params_t;

typedef uint32_t clap_param_rescan_flags;

enum : uint32_t {
  CLAP_PARAM_RESCAN_VALUES = 1 << 0,
  CLAP_PARAM_RESCAN_TEXT = 1 << 1,
  CLAP_PARAM_RESCAN_INFO = 1 << 2,
  CLAP_PARAM_RESCAN_ALL = 1 << 3,  // only while not active
};

typedef uint32_t clap_param_clear_flags;

enum : uint32_t {
  CLAP_PARAM_CLEAR_ALL = 1 << 0,
  CLAP_PARAM_CLEAR_AUTOMATIONS = 1 << 1,
  CLAP_PARAM_CLEAR_MODULATIONS = 1 << 2,
};

typedef struct clap_host_params {
  /// [main-thread]
  void (*rescan)(const clap_host_t *host, clap_param_rescan_flags flags);

  /// Drops references to the parameter. [main-thread]
  void (*clear)(const clap_host_t *host, clap_id param_id, clap_param_clear_flags flags);

  /// Asks for `flush` or `process`, whichever comes first. [thread-safe, !audio-thread]
  void (*request_flush)(const clap_host_t *host);
} clap_host_params_t;
