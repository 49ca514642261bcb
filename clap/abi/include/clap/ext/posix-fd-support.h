// File descriptors in the host's event loop.
#pragma once

#include "../plugin.h"

#define CLAP_EXT_POSIX_FD_SUPPORT "clap.posix-fd-support"

typedef uint32_t clap_posix_fd_flags_t;

enum : uint32_t {
  CLAP_POSIX_FD_READ = 1 << 0,
  CLAP_POSIX_FD_WRITE = 1 << 1,
  CLAP_POSIX_FD_ERROR = 1 << 2,
};

typedef struct clap_plugin_posix_fd_support {
  /// [main-thread]
  void (*on_fd)(const clap_plugin_t *plugin, int fd, clap_posix_fd_flags_t flags);
} clap_plugin_posix_fd_support_t;

typedef struct clap_host_posix_fd_support {
  /// [main-thread]
  bool (*register_fd)(const clap_host_t *host, int fd, clap_posix_fd_flags_t flags);

  /// [main-thread]
  bool (*modify_fd)(const clap_host_t *host, int fd, clap_posix_fd_flags_t flags);

  /// [main-thread]
  bool (*unregister_fd)(const clap_host_t *host, int fd);
} clap_host_posix_fd_support_t;
