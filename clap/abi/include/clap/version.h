// The version of the ABI that a plugin or a host was built against.
#pragma once

#include "base.h"

typedef struct clap_version {
  uint32_t major;
  uint32_t minor;
  uint32_t revision;
} clap_version_t;

#define CLAP_VERSION_MAJOR 1
#define CLAP_VERSION_MINOR 2
#define CLAP_VERSION_REVISION 10
#define CLAP_VERSION_INIT {CLAP_VERSION_MAJOR, CLAP_VERSION_MINOR, CLAP_VERSION_REVISION}

static const clap_version_t CLAP_VERSION = CLAP_VERSION_INIT;

/// Versions 0.x were development versions; everything from 1.0.0 on is compatible.
static inline bool clap_version_is_compatible(const clap_version_t v) { return v.major >= 1; }
