// Stands between every library of the process and the C library, and feeds the CallCounter. It works by being linked
// into a program: the program's own symbols come first when plugins are loaded.
#pragma once

#include <stddef.h>

/// Does one of each thing that is counted, so that a test can see the counters count.
void attractor_interposer_try(void);

/// Bytes that the allocator has given out and not taken back.
size_t attractor_heap_in_use(void);
