// Right-click menus that both sides add to.
#pragma once

#include "../plugin.h"

#define CLAP_EXT_CONTEXT_MENU "clap.context-menu/1"
#define CLAP_EXT_CONTEXT_MENU_COMPAT "clap.context-menu.draft/0"

/// Kinds of target.
enum : uint32_t {
  CLAP_CONTEXT_MENU_TARGET_KIND_GLOBAL = 0,
  CLAP_CONTEXT_MENU_TARGET_KIND_PARAM = 1,
};

typedef struct clap_context_menu_target {
  uint32_t kind;
  clap_id id;  // the parameter, for that kind
} clap_context_menu_target_t;

typedef uint32_t clap_context_menu_item_kind_t;

/// Kinds of item, each with the struct that describes it.
enum : uint32_t {
  CLAP_CONTEXT_MENU_ITEM_ENTRY = 0,          // clap_context_menu_entry
  CLAP_CONTEXT_MENU_ITEM_CHECK_ENTRY = 1,    // clap_context_menu_check_entry
  CLAP_CONTEXT_MENU_ITEM_SEPARATOR = 2,      // null
  CLAP_CONTEXT_MENU_ITEM_BEGIN_SUBMENU = 3,  // clap_context_menu_submenu
  CLAP_CONTEXT_MENU_ITEM_END_SUBMENU = 4,    // null
  CLAP_CONTEXT_MENU_ITEM_TITLE = 5,          // clap_context_menu_item_title
};

typedef struct clap_context_menu_entry {
  const char *label;
  bool is_enabled;
  clap_id action_id;
} clap_context_menu_entry_t;

typedef struct clap_context_menu_check_entry {
  const char *label;
  bool is_enabled;
  bool is_checked;
  clap_id action_id;
} clap_context_menu_check_entry_t;

typedef struct clap_context_menu_item_title {
  const char *title;
  bool is_enabled;
} clap_context_menu_item_title_t;

typedef struct clap_context_menu_submenu {
  const char *label;
  bool is_enabled;
} clap_context_menu_submenu_t;

typedef struct clap_context_menu_builder {
  void *ctx;  // the owner's own
  bool (*add_item)(
    const struct clap_context_menu_builder *builder, clap_context_menu_item_kind_t item_kind, const void *item_data);
  bool (*supports)(const struct clap_context_menu_builder *builder, clap_context_menu_item_kind_t item_kind);
} clap_context_menu_builder_t;

/// All of it [main-thread].
typedef struct clap_plugin_context_menu {
  bool (*populate)(
    const clap_plugin_t *plugin, const clap_context_menu_target_t *target, const clap_context_menu_builder_t *builder);
  bool (*perform)(const clap_plugin_t *plugin, const clap_context_menu_target_t *target, clap_id action_id);
} clap_plugin_context_menu_t;

/// All of it [main-thread].
typedef struct clap_host_context_menu {
  bool (*populate)(
    const clap_host_t *host, const clap_context_menu_target_t *target, const clap_context_menu_builder_t *builder);
  bool (*perform)(const clap_host_t *host, const clap_context_menu_target_t *target, clap_id action_id);
  bool (*can_popup)(const clap_host_t *host);
  bool (*popup)(
    const clap_host_t *host, const clap_context_menu_target_t *target, int32_t screen_index, int32_t x, int32_t y);
} clap_host_context_menu_t;
