// Whatever may wait for another thread. Trying a lock does not wait, and is not counted.
#define _GNU_SOURCE
#include <CallCounter.h>
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>
#include <time.h>

#include "next.h"

FORWARD(lock, int, pthread_mutex_lock, (pthread_mutex_t * mutex), (mutex))
FORWARD(lock, int, pthread_mutex_timedlock, (pthread_mutex_t * mutex, const struct timespec *until), (mutex, until))
FORWARD(lock, int, pthread_rwlock_rdlock, (pthread_rwlock_t * lock), (lock))
FORWARD(lock, int, pthread_rwlock_wrlock, (pthread_rwlock_t * lock), (lock))
FORWARD(lock, int, pthread_cond_wait, (pthread_cond_t * condition, pthread_mutex_t *mutex), (condition, mutex))
FORWARD(
  lock, int, pthread_cond_timedwait,
  (pthread_cond_t * condition, pthread_mutex_t *mutex, const struct timespec *until), (condition, mutex, until))
FORWARD(lock, int, pthread_join, (pthread_t thread, void **result), (thread, result))
FORWARD(lock, int, sem_wait, (sem_t * semaphore), (semaphore))
FORWARD(lock, int, sem_timedwait, (sem_t * semaphore, const struct timespec *until), (semaphore, until))
