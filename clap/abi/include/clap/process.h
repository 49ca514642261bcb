// One block.
#pragma once

#include "audio-buffer.h"
#include "events.h"

typedef int32_t clap_process_status;

enum : int32_t {
  CLAP_PROCESS_ERROR = 0,                  // the output is to be discarded
  CLAP_PROCESS_CONTINUE = 1,               // call again
  CLAP_PROCESS_CONTINUE_IF_NOT_QUIET = 2,  // call again while the output is not silent
  CLAP_PROCESS_TAIL = 3,                   // call again until the tail is over
  CLAP_PROCESS_SLEEP = 4,                  // nothing to do until an event or new input
};

typedef struct clap_process {
  int64_t steady_time;                      // frames since some beginning, growing; -1 when not available
  uint32_t frames_count;
  const clap_event_transport_t *transport;  // at frame 0; null in a host without one
  const clap_audio_buffer_t *audio_inputs;  // as many as the plugin has input ports; samples are read-only
  clap_audio_buffer_t *audio_outputs;       // as many as the plugin has output ports
  uint32_t audio_inputs_count;
  uint32_t audio_outputs_count;
  const clap_input_events_t *in_events;
  const clap_output_events_t *out_events;
} clap_process_t;
