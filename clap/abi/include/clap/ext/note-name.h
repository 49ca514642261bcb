// Names of keys, as a drum machine has them.
#pragma once

#include "../plugin.h"
#include "../string-sizes.h"

#define CLAP_EXT_NOTE_NAME "clap.note-name"

typedef struct clap_note_name {
  char name[CLAP_NAME_SIZE];
  int16_t port;  // -1 for all, here and below
  int16_t key;
  int16_t channel;
} clap_note_name_t;

typedef struct clap_plugin_note_name {
  /// [main-thread]
  uint32_t (*count)(const clap_plugin_t *plugin);

  /// [main-thread]
  bool (*get)(const clap_plugin_t *plugin, uint32_t index, clap_note_name_t *note_name);
} clap_plugin_note_name_t;

typedef struct clap_host_note_name {
  /// [main-thread]
  void (*changed)(const clap_host_t *host);
} clap_host_note_name_t;
