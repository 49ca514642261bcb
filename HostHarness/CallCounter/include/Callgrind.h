// Tells valgrind's callgrind when to count. The requests are instructions that do nothing outside valgrind, so no
// header and no library of its own is needed.
#pragma once

/// From here on callgrind counts, from zero. What ran before, such as reading models, ran some five times faster.
void attractor_callgrind_begin(void);

/// Callgrind writes what it counted since to a file of its own (`--callgrind-out-file` with a number behind), and
/// counts no more.
void attractor_callgrind_end(void);
