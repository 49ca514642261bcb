#include <ngspice/sharedspice.h>
