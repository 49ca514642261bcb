// Identifiers of parameters, ports, pages, timers.
#pragma once

#include "base.h"

typedef uint32_t clap_id;

/// No thing has this id.
enum : uint32_t { CLAP_INVALID_ID = UINT32_MAX };
