#pragma once

#include <dlfcn.h>

/// Calls the function of this name that comes after ours, looked up once. `kind` is what to count.
#define FORWARD(kind, result, name, parameters, arguments) \
  result name parameters {                                 \
    static result(*_Atomic next) parameters;               \
    result(*found) parameters = next;                      \
    if (found == NULL) {                                   \
      attractor_count_pause();                             \
      next = found = dlsym(RTLD_NEXT, #name);              \
      attractor_count_resume();                            \
    }                                                      \
    attractor_count_##kind();                              \
    return found arguments;                                \
  }
