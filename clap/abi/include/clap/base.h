// What every header of the ABI stands on: fixed-width integers, bool and the export attribute.
//
// The ABI is declared for 64-bit Linux, where a function pointer needs no calling convention of its own.
// Constants are enumerators with a fixed underlying type, so that Swift sees them with the type of the field they
// belong to (an event type is a UInt16, a process status an Int32).
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLAP_EXPORT __attribute__((visibility("default")))
