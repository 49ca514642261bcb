#define _GNU_SOURCE
#include "Interposer.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

void attractor_interposer_try(void) {
  // Through a volatile pointer: the compiler may otherwise leave out memory that nobody uses.
  void *volatile memory = malloc(16);
  free(memory);
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  nanosleep(&(struct timespec){0, 0}, NULL);
}
