#define _GNU_SOURCE
#include "Machine.h"

#include <sched.h>

int machine_pin(void) {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return -1;
  int core = CPU_SETSIZE - 1;
  while (core >= 0 && !CPU_ISSET(core, &allowed)) core--;
  if (core < 0) return -1;
  cpu_set_t only;
  CPU_ZERO(&only);
  CPU_SET(core, &only);
  return sched_setaffinity(0, sizeof only, &only) == 0 ? core : -1;
}
