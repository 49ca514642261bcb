#include "CallCounter.h"

#include <malloc.h>

size_t attractor_heap_in_use(void) {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}
