// Byte streams for state. Both sides may move fewer bytes than asked for: callers loop.
#pragma once

#include "base.h"

typedef struct clap_istream {
  void *ctx;  // the owner's own

  /// Bytes read, 0 at the end, -1 on an error.
  int64_t (*read)(const struct clap_istream *stream, void *buffer, uint64_t size);
} clap_istream_t;

typedef struct clap_ostream {
  void *ctx;  // the owner's own

  /// Bytes written, -1 on an error.
  int64_t (*write)(const struct clap_ostream *stream, const void *buffer, uint64_t size);
} clap_ostream_t;
