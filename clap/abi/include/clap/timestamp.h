#pragma once

#include "base.h"

/// Seconds since the UNIX epoch, UTC.
typedef uint64_t clap_timestamp;

enum : uint64_t { CLAP_TIMESTAMP_UNKNOWN = 0 };
