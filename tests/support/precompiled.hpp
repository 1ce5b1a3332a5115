// The tests' precompiled header: Catch2's one header is slow to read.
#pragma once

#include "../../src/precompiled.hpp"
#include "catch.hpp"
