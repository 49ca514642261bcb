#pragma once

/// Names a plugin of any format: `abi` is one of "clap", "vst3", "vst2", "au", and `id` is spelt as that format does.
typedef struct clap_universal_plugin_id {
  const char *abi;
  const char *id;
} clap_universal_plugin_id_t;
