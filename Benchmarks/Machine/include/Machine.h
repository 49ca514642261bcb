// Parts of the C library that Swift does not see.
#ifndef MACHINE_H
#define MACHINE_H

#include "LatencyChains.h"

/// Keeps the calling thread, and all that it makes, on the last core that the process may use.
///
/// Returns the core's number, or -1 where the system refuses.
int machine_pin(void);

#endif
