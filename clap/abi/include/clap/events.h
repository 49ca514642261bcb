// Events and the lists that carry them.
//
// note_id, port_index, channel and key address a voice; -1 is a wildcard in each.
#pragma once

#include "fixedpoint.h"
#include "id.h"

/// The beginning of every event.
typedef struct clap_event_header {
  uint32_t size;      // bytes of the whole event, header included
  uint32_t time;      // frame within the block
  uint16_t space_id;  // whose `type` it is; read it first
  uint16_t type;
  uint32_t flags;
} clap_event_header_t;

/// The event space of the events below.
enum : uint16_t { CLAP_CORE_EVENT_SPACE_ID = 0 };

/// Flags of a header.
enum : uint32_t {
  CLAP_EVENT_IS_LIVE = 1 << 0,      // played by the user just now
  CLAP_EVENT_DONT_RECORD = 1 << 1,  // not to be recorded
};

/// Types in the core space.
enum : uint16_t {
  CLAP_EVENT_NOTE_ON = 0,              // clap_event_note
  CLAP_EVENT_NOTE_OFF = 1,             // clap_event_note
  CLAP_EVENT_NOTE_CHOKE = 2,           // clap_event_note
  CLAP_EVENT_NOTE_END = 3,             // clap_event_note, from the plugin
  CLAP_EVENT_NOTE_EXPRESSION = 4,      // clap_event_note_expression
  CLAP_EVENT_PARAM_VALUE = 5,          // clap_event_param_value
  CLAP_EVENT_PARAM_MOD = 6,            // clap_event_param_mod
  CLAP_EVENT_PARAM_GESTURE_BEGIN = 7,  // clap_event_param_gesture
  CLAP_EVENT_PARAM_GESTURE_END = 8,    // clap_event_param_gesture
  CLAP_EVENT_TRANSPORT = 9,            // clap_event_transport
  CLAP_EVENT_MIDI = 10,                // clap_event_midi
  CLAP_EVENT_MIDI_SYSEX = 11,          // clap_event_midi_sysex
  CLAP_EVENT_MIDI2 = 12,               // clap_event_midi2
};

typedef struct clap_event_note {
  clap_event_header_t header;
  int32_t note_id;
  int16_t port_index;
  int16_t channel;  // 0...15
  int16_t key;      // 0...127, 60 is middle C
  double velocity;  // 0...1
} clap_event_note_t;

typedef int32_t clap_note_expression;

enum : int32_t {
  CLAP_NOTE_EXPRESSION_VOLUME = 0,      // 0...4, a linear gain
  CLAP_NOTE_EXPRESSION_PAN = 1,         // 0 left, 0.5 centre, 1 right
  CLAP_NOTE_EXPRESSION_TUNING = 2,      // -120...120 semitones
  CLAP_NOTE_EXPRESSION_VIBRATO = 3,     // 0...1
  CLAP_NOTE_EXPRESSION_EXPRESSION = 4,  // 0...1
  CLAP_NOTE_EXPRESSION_BRIGHTNESS = 5,  // 0...1
  CLAP_NOTE_EXPRESSION_PRESSURE = 6,    // 0...1
};

typedef struct clap_event_note_expression {
  clap_event_header_t header;
  clap_note_expression expression_id;
  int32_t note_id;
  int16_t port_index;
  int16_t channel;
  int16_t key;
  double value;
} clap_event_note_expression_t;

/// Sets a parameter's base value.
typedef struct clap_event_param_value {
  clap_event_header_t header;
  clap_id param_id;
  void *cookie;  // as in clap_param_info, or null
  int32_t note_id;
  int16_t port_index;
  int16_t channel;
  int16_t key;
  double value;  // plain
} clap_event_param_value_t;

/// Sets the offset that is added to the base value; it holds until the next one.
typedef struct clap_event_param_mod {
  clap_event_header_t header;
  clap_id param_id;
  void *cookie;  // as in clap_param_info, or null
  int32_t note_id;
  int16_t port_index;
  int16_t channel;
  int16_t key;
  double amount;  // in the unit of the plain value
} clap_event_param_mod_t;

/// The user takes hold of a knob, or lets it go.
typedef struct clap_event_param_gesture {
  clap_event_header_t header;
  clap_id param_id;
} clap_event_param_gesture_t;

/// Flags of a transport.
enum : uint32_t {
  CLAP_TRANSPORT_HAS_TEMPO = 1 << 0,
  CLAP_TRANSPORT_HAS_BEATS_TIMELINE = 1 << 1,
  CLAP_TRANSPORT_HAS_SECONDS_TIMELINE = 1 << 2,
  CLAP_TRANSPORT_HAS_TIME_SIGNATURE = 1 << 3,
  CLAP_TRANSPORT_IS_PLAYING = 1 << 4,
  CLAP_TRANSPORT_IS_RECORDING = 1 << 5,
  CLAP_TRANSPORT_IS_LOOP_ACTIVE = 1 << 6,
  CLAP_TRANSPORT_IS_WITHIN_PRE_ROLL = 1 << 7,
};

typedef struct clap_event_transport {
  clap_event_header_t header;
  uint32_t flags;
  clap_beattime song_pos_beats;
  clap_sectime song_pos_seconds;
  double tempo;      // beats per minute
  double tempo_inc;  // change of tempo per frame, until the next transport event
  clap_beattime loop_start_beats;
  clap_beattime loop_end_beats;
  clap_sectime loop_start_seconds;
  clap_sectime loop_end_seconds;
  clap_beattime bar_start;
  int32_t bar_number;   // 0 at song position 0
  uint16_t tsig_num;    // time signature
  uint16_t tsig_denom;
} clap_event_transport_t;

typedef struct clap_event_midi {
  clap_event_header_t header;
  uint16_t port_index;
  uint8_t data[3];
} clap_event_midi_t;

/// `buffer` lives only as long as the call that carries the event.
typedef struct clap_event_midi_sysex {
  clap_event_header_t header;
  uint16_t port_index;
  const uint8_t *buffer;
  uint32_t size;
} clap_event_midi_sysex_t;

typedef struct clap_event_midi2 {
  clap_event_header_t header;
  uint16_t port_index;
  uint32_t data[4];
} clap_event_midi2_t;

/// Events to the plugin, sorted by time. Owned by the host.
typedef struct clap_input_events {
  void *ctx;  // the owner's own
  uint32_t (*size)(const struct clap_input_events *list);
  const clap_event_header_t *(*get)(const struct clap_input_events *list, uint32_t index);
} clap_input_events_t;

/// Events from the plugin, pushed in order of time; the host copies them.
typedef struct clap_output_events {
  void *ctx;  // the owner's own
  bool (*try_push)(const struct clap_output_events *list, const clap_event_header_t *event);
} clap_output_events_t;
