// Counts, per thread, what a plugin must not do while it processes. Who counts and who is counted are apart: the host
// library opens and pauses the count here, a program that links the Interposer feeds it.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "Callgrind.h"

/// What is counted.
typedef struct {
  uint64_t allocations;
  uint64_t frees;
  uint64_t locks;
  uint64_t system_calls;
} attractor_calls_t;

/// Begins to count on this thread, from zero.
void attractor_count_begin(void);

/// Ends it; returns the counts since.
attractor_calls_t attractor_count_end(void);

/// Calls that the plugin makes to its host are the host's to answer for: between these two nothing counts. They nest.
void attractor_count_pause(void);
void attractor_count_resume(void);

/// For the Interposer alone.
void attractor_count_allocation(void);
void attractor_count_free(void);
void attractor_count_lock(void);
void attractor_count_system_call(void);

/// Bytes that the allocator has given out and not taken back, to the whole process.
size_t attractor_heap_in_use(void);

/// The calling thread's floating-point control word; 0 where it is not known.
uint64_t attractor_float_control(void);

/// Sets it.
void attractor_set_float_control(uint64_t control);
