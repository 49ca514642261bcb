#include <alsa/asoundlib.h>

// Errors come back as codes; ALSA need not print them as well. Only C can write this function.
static void calsa_ignore(const char *file, int line, const char *function, int code, const char *format, ...) {}
static inline void calsa_be_quiet(void) { snd_lib_error_set_handler(calsa_ignore); }
