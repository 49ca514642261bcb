#include "clap/clap.h"
