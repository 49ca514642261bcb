// Musical and wall-clock time in 33.31 fixed point.
#pragma once

#include "base.h"

/// Beats or seconds times 2^31.
typedef int64_t clap_beattime;
typedef int64_t clap_sectime;

enum : int64_t {
  CLAP_BEATTIME_FACTOR = INT64_C(1) << 31,
  CLAP_SECTIME_FACTOR = INT64_C(1) << 31,
};
