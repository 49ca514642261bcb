// Capacities in bytes, terminating zero included, of the strings that lie inside structs.
#pragma once

enum {
  CLAP_NAME_SIZE = 256,   // a name shown to the user
  CLAP_PATH_SIZE = 1024,  // a path inside a hierarchy of modules or groups; not a path on disk
};
