#pragma once

#include "../plugin.h"
#include "../string-sizes.h"

#define CLAP_EXT_NOTE_PORTS "clap.note-ports"

/// Languages that a note port speaks.
enum : uint32_t {
  CLAP_NOTE_DIALECT_CLAP = 1 << 0,
  CLAP_NOTE_DIALECT_MIDI = 1 << 1,
  CLAP_NOTE_DIALECT_MIDI_MPE = 1 << 2,
  CLAP_NOTE_DIALECT_MIDI2 = 1 << 3,
};

typedef struct clap_note_port_info {
  clap_id id;
  uint32_t supported_dialects;  // any of the above
  uint32_t preferred_dialect;   // one of the above
  char name[CLAP_NAME_SIZE];
} clap_note_port_info_t;

typedef struct clap_plugin_note_ports {
  /// [main-thread]
  uint32_t (*count)(const clap_plugin_t *plugin, bool is_input);

  /// [main-thread]
  bool (*get)(const clap_plugin_t *plugin, uint32_t index, bool is_input, clap_note_port_info_t *info);
} clap_plugin_note_ports_t;

enum : uint32_t {
  CLAP_NOTE_PORTS_RESCAN_ALL = 1 << 0,  // only while not active
  CLAP_NOTE_PORTS_RESCAN_NAMES = 1 << 1,
};

typedef struct clap_host_note_ports {
  /// [main-thread]
  uint32_t (*supported_dialects)(const clap_host_t *host);

  /// [main-thread]
  void (*rescan)(const clap_host_t *host, uint32_t flags);
} clap_host_note_ports_t;
