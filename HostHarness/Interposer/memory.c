// Allocations and frees. The C library keeps its own functions under a second name, so nothing has to be looked up.
#include "Interposer.h"

#include <CallCounter.h>
#include <errno.h>
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

void *malloc(size_t size) {
  attractor_count_allocation();
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  attractor_count_allocation();
  return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  attractor_count_allocation();
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  attractor_count_allocation();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  attractor_count_allocation();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  attractor_count_allocation();
  if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) return EINVAL;
  void *memory = __libc_memalign(alignment, size);
  if (memory == NULL) return ENOMEM;
  *result = memory;
  return 0;
}

void free(void *memory) {
  if (memory != NULL) attractor_count_free();
  __libc_free(memory);
}
