// The tests' main(), in a file of its own that does not use the precompiled header.
#define CATCH_CONFIG_MAIN
#include "support/catch.hpp"
