#include "FloatEnvironment.h"
