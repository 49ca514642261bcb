// The plugin's window, embedded or floating. Sizes are physical pixels on X11.
#pragma once

#include "../plugin.h"

#define CLAP_EXT_GUI "clap.gui"
#define CLAP_WINDOW_API_WIN32 "win32"
#define CLAP_WINDOW_API_COCOA "cocoa"
#define CLAP_WINDOW_API_UIKIT "uikit"
#define CLAP_WINDOW_API_X11 "x11"  // embedded by XEmbed
#define CLAP_WINDOW_API_WAYLAND "wayland"  // floating only

typedef void *clap_hwnd;
typedef void *clap_nsview;
typedef void *clap_uiview;
typedef unsigned long clap_xwnd;

/// A window of the host; `api` says which member holds.
typedef struct clap_window {
  const char *api;
  union {
    clap_nsview cocoa;
    clap_uiview uikit;
    clap_xwnd x11;
    clap_hwnd win32;
    void *ptr;
  };
} clap_window_t;

typedef struct clap_gui_resize_hints {
  bool can_resize_horizontally;
  bool can_resize_vertically;
  bool preserve_aspect_ratio;
  uint32_t aspect_ratio_width;
  uint32_t aspect_ratio_height;
} clap_gui_resize_hints_t;

/// All of it [main-thread].
typedef struct clap_plugin_gui {
  bool (*is_api_supported)(const clap_plugin_t *plugin, const char *api, bool is_floating);
  bool (*get_preferred_api)(const clap_plugin_t *plugin, const char **api, bool *is_floating);
  bool (*create)(const clap_plugin_t *plugin, const char *api, bool is_floating);
  void (*destroy)(const clap_plugin_t *plugin);
  bool (*set_scale)(const clap_plugin_t *plugin, double scale);
  bool (*get_size)(const clap_plugin_t *plugin, uint32_t *width, uint32_t *height);
  bool (*can_resize)(const clap_plugin_t *plugin);
  bool (*get_resize_hints)(const clap_plugin_t *plugin, clap_gui_resize_hints_t *hints);

  /// Finds the nearest size that the window can take.
  bool (*adjust_size)(const clap_plugin_t *plugin, uint32_t *width, uint32_t *height);
  bool (*set_size)(const clap_plugin_t *plugin, uint32_t width, uint32_t height);

  /// Embedded only.
  bool (*set_parent)(const clap_plugin_t *plugin, const clap_window_t *window);

  /// Floating only: stay above that window.
  bool (*set_transient)(const clap_plugin_t *plugin, const clap_window_t *window);

  /// Floating only.
  void (*suggest_title)(const clap_plugin_t *plugin, const char *title);
  bool (*show)(const clap_plugin_t *plugin);
  bool (*hide)(const clap_plugin_t *plugin);
} clap_plugin_gui_t;

/// All of it [thread-safe & !floating] but `closed`, which is [thread-safe].
typedef struct clap_host_gui {
  void (*resize_hints_changed)(const clap_host_t *host);
  bool (*request_resize)(const clap_host_t *host, uint32_t width, uint32_t height);
  bool (*request_show)(const clap_host_t *host);
  bool (*request_hide)(const clap_host_t *host);
  void (*closed)(const clap_host_t *host, bool was_destroyed);
} clap_host_gui_t;
