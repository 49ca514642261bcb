#pragma once

#include "../plugin.h"

#define CLAP_EXT_THREAD_CHECK "clap.thread-check"

typedef struct clap_host_thread_check {
  /// [thread-safe]
  bool (*is_main_thread)(const clap_host_t *host);

  /// Whether the caller has the role of the audio thread just now. [thread-safe]
  bool (*is_audio_thread)(const clap_host_t *host);
} clap_host_thread_check_t;
