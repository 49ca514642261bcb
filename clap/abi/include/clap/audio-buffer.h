#pragma once

#include "base.h"

/// One port's samples for one block, channel by channel. Exactly one of data32 and data64 is set.
typedef struct clap_audio_buffer {
  float **data32;          // [channel_count][frames]
  double **data64;         // [channel_count][frames]
  uint32_t channel_count;
  uint32_t latency;        // frames from or to the audio interface
  uint64_t constant_mask;  // bit c: all of channel c equals its first sample (and the buffer is filled all the same)
} clap_audio_buffer_t;
