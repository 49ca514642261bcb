// Stands between every library of the process and the C library, and feeds the CallCounter. It works by being linked
// into a program: the program's own symbols come first when plugins are loaded.
#pragma once

/// Does one of each thing that is counted, so that a test can see the counters count.
void attractor_interposer_try(void);
