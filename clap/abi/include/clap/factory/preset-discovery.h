// Lets a host list presets without making a plugin: factory → provider → (locations, file types) → metadata.
//
// Only the factory is thread-safe; a provider and its indexer are used by one thread at a time.
#pragma once

#include "../timestamp.h"
#include "../universal-plugin-id.h"
#include "../version.h"

#define CLAP_PRESET_DISCOVERY_FACTORY_ID "clap.preset-discovery-factory/2"
#define CLAP_PRESET_DISCOVERY_FACTORY_ID_COMPAT "clap.preset-discovery-factory/draft-2"

/// Kinds of location.
enum : uint32_t {
  CLAP_PRESET_DISCOVERY_LOCATION_FILE = 0,    // `location` is a path
  CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN = 1,  // inside the library; `location` is null
};

/// Flags of a location, a sound pack or a preset.
enum : uint32_t {
  CLAP_PRESET_DISCOVERY_IS_FACTORY_CONTENT = 1 << 0,
  CLAP_PRESET_DISCOVERY_IS_USER_CONTENT = 1 << 1,
  CLAP_PRESET_DISCOVERY_IS_DEMO_CONTENT = 1 << 2,
  CLAP_PRESET_DISCOVERY_IS_FAVORITE = 1 << 3,
};

/// The host's side of reading one location: `begin_preset` once per preset, then what is known about it.
typedef struct clap_preset_discovery_metadata_receiver {
  void *receiver_data;  // the host's own

  /// `os_error` is an errno, or 0.
  void (*on_error)(
    const struct clap_preset_discovery_metadata_receiver *receiver, int32_t os_error, const char *error_message);

  /// In a container (a location of several presets) both strings are mandatory. After `false` stop.
  bool (*begin_preset)(
    const struct clap_preset_discovery_metadata_receiver *receiver, const char *name, const char *load_key);

  void (*add_plugin_id)(
    const struct clap_preset_discovery_metadata_receiver *receiver, const clap_universal_plugin_id_t *plugin_id);
  void (*set_soundpack_id)(
    const struct clap_preset_discovery_metadata_receiver *receiver, const char *soundpack_id);

  /// Without this call the location's flags hold.
  void (*set_flags)(const struct clap_preset_discovery_metadata_receiver *receiver, uint32_t flags);
  void (*add_creator)(const struct clap_preset_discovery_metadata_receiver *receiver, const char *creator);
  void (*set_description)(const struct clap_preset_discovery_metadata_receiver *receiver, const char *description);
  void (*set_timestamps)(
    const struct clap_preset_discovery_metadata_receiver *receiver, clap_timestamp creation_time,
    clap_timestamp modification_time);
  void (*add_feature)(const struct clap_preset_discovery_metadata_receiver *receiver, const char *feature);
  void (*add_extra_info)(
    const struct clap_preset_discovery_metadata_receiver *receiver, const char *key, const char *value);
} clap_preset_discovery_metadata_receiver_t;

typedef struct clap_preset_discovery_filetype {
  const char *name;
  const char *description;     // may be null
  const char *file_extension;  // without the dot; empty or null matches every file
} clap_preset_discovery_filetype_t;

typedef struct clap_preset_discovery_location {
  uint32_t flags;
  const char *name;
  uint32_t kind;
  const char *location;  // a file or a folder, or null for the PLUGIN kind
} clap_preset_discovery_location_t;

typedef struct clap_preset_discovery_soundpack {
  uint32_t flags;
  const char *id;
  const char *name;
  const char *description;
  const char *homepage_url;
  const char *vendor;
  const char *image_path;
  clap_timestamp release_timestamp;
} clap_preset_discovery_soundpack_t;

typedef struct clap_preset_discovery_provider_descriptor {
  clap_version_t clap_version;
  const char *id;
  const char *name;
  const char *vendor;
} clap_preset_discovery_provider_descriptor_t;

typedef struct clap_preset_discovery_provider {
  const clap_preset_discovery_provider_descriptor_t *desc;
  void *provider_data;  // the provider's own

  /// Declares locations, file types and sound packs to the indexer.
  bool (*init)(const struct clap_preset_discovery_provider *provider);
  void (*destroy)(const struct clap_preset_discovery_provider *provider);

  /// Reads one file (or, for the PLUGIN kind, the library's own presets) into the receiver.
  bool (*get_metadata)(
    const struct clap_preset_discovery_provider *provider, uint32_t location_kind, const char *location,
    const clap_preset_discovery_metadata_receiver_t *metadata_receiver);
  const void *(*get_extension)(const struct clap_preset_discovery_provider *provider, const char *extension_id);
} clap_preset_discovery_provider_t;

/// The host's side of a provider.
typedef struct clap_preset_discovery_indexer {
  clap_version_t clap_version;
  const char *name;
  const char *vendor;
  const char *url;
  const char *version;
  void *indexer_data;  // the host's own

  bool (*declare_filetype)(
    const struct clap_preset_discovery_indexer *indexer, const clap_preset_discovery_filetype_t *filetype);
  bool (*declare_location)(
    const struct clap_preset_discovery_indexer *indexer, const clap_preset_discovery_location_t *location);
  bool (*declare_soundpack)(
    const struct clap_preset_discovery_indexer *indexer, const clap_preset_discovery_soundpack_t *soundpack);
  const void *(*get_extension)(const struct clap_preset_discovery_indexer *indexer, const char *extension_id);
} clap_preset_discovery_indexer_t;

typedef struct clap_preset_discovery_factory {
  /// [thread-safe]
  uint32_t (*count)(const struct clap_preset_discovery_factory *factory);

  /// Null when the index is out of range. [thread-safe]
  const clap_preset_discovery_provider_descriptor_t *(*get_descriptor)(
    const struct clap_preset_discovery_factory *factory, uint32_t index);

  /// Null when there is no such provider. The indexer must not be called in here. [thread-safe]
  const clap_preset_discovery_provider_t *(*create)(
    const struct clap_preset_discovery_factory *factory, const clap_preset_discovery_indexer_t *indexer,
    const char *provider_id);
} clap_preset_discovery_factory_t;
