// ngspice leaves bool to its includer.
#include <stdbool.h>
#include <ngspice/sharedspice.h>
