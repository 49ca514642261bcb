// The usual ways into the kernel. Streams (printf and its kin) enter it when their buffers are full: the call counts,
// whether or not it is its turn.
#define _GNU_SOURCE
#include <CallCounter.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "next.h"

FORWARD(system_call, ssize_t, read, (int file, void *bytes, size_t size), (file, bytes, size))
FORWARD(system_call, ssize_t, write, (int file, const void *bytes, size_t size), (file, bytes, size))
FORWARD(system_call, int, close, (int file), (file))
FORWARD(system_call, off_t, lseek, (int file, off_t offset, int whence), (file, offset, whence))
FORWARD(system_call, int, fsync, (int file), (file))
FORWARD(system_call, int, unlink, (const char *path), (path))
FORWARD(system_call, int, socket, (int domain, int type, int protocol), (domain, type, protocol))
FORWARD(
  system_call, ssize_t, send, (int file, const void *bytes, size_t size, int flags), (file, bytes, size, flags))
FORWARD(system_call, ssize_t, recv, (int file, void *bytes, size_t size, int flags), (file, bytes, size, flags))
FORWARD(system_call, int, poll, (struct pollfd * files, nfds_t count, int timeout), (files, count, timeout))
FORWARD(
  system_call, int, select, (int count, fd_set *read, fd_set *write, fd_set *except, struct timeval *timeout),
  (count, read, write, except, timeout))
FORWARD(system_call, unsigned, sleep, (unsigned seconds), (seconds))
FORWARD(system_call, int, usleep, (useconds_t microseconds), (microseconds))
FORWARD(system_call, int, nanosleep, (const struct timespec *time, struct timespec *left), (time, left))
FORWARD(
  system_call, int, clock_nanosleep,
  (clockid_t clock, int flags, const struct timespec *time, struct timespec *left), (clock, flags, time, left))
FORWARD(system_call, int, sched_yield, (void), ())
FORWARD(
  system_call, void *, mmap, (void *address, size_t size, int protection, int flags, int file, off_t offset),
  (address, size, protection, flags, file, offset))
FORWARD(system_call, int, munmap, (void *address, size_t size), (address, size))
FORWARD(
  system_call, int, pthread_create,
  (pthread_t * thread, const pthread_attr_t *attributes, void *(*body)(void *), void *argument),
  (thread, attributes, body, argument))
FORWARD(system_call, FILE *, fopen, (const char *path, const char *mode), (path, mode))
FORWARD(system_call, int, fclose, (FILE * file), (file))
FORWARD(system_call, int, fflush, (FILE * file), (file))
FORWARD(
  system_call, size_t, fwrite, (const void *bytes, size_t size, size_t count, FILE *file), (bytes, size, count, file))
FORWARD(system_call, int, puts, (const char *text), (text))
FORWARD(system_call, int, fputs, (const char *text, FILE *file), (text, file))
FORWARD(system_call, int, vfprintf, (FILE * file, const char *format, va_list arguments), (file, format, arguments))

int printf(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int count = vfprintf(stdout, format, arguments);
  va_end(arguments);
  return count;
}

int fprintf(FILE *file, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int count = vfprintf(file, format, arguments);
  va_end(arguments);
  return count;
}

int open(const char *path, int flags, ...) {
  mode_t mode = 0;
  if (flags & (O_CREAT | O_TMPFILE)) {
    va_list arguments;
    va_start(arguments, flags);
    mode = va_arg(arguments, mode_t);
    va_end(arguments);
  }
  attractor_count_system_call();
  return openat(AT_FDCWD, path, flags, mode);
}

/// As futexes are called, by locks that are not the C library's.
long syscall(long number, ...) {
  static long (*_Atomic next)(long, ...);
  long (*found)(long, ...) = next;
  if (found == NULL) next = found = dlsym(RTLD_NEXT, "syscall");
  long words[6];
  va_list arguments;
  va_start(arguments, number);
  for (int i = 0; i < 6; i++) words[i] = va_arg(arguments, long);
  va_end(arguments);
  attractor_count_system_call();
  return found(number, words[0], words[1], words[2], words[3], words[4], words[5]);
}
