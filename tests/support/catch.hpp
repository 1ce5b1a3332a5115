// The one place that names Catch2's header: moving to version 3 is a line here.
#pragma once

#include <catch2/catch.hpp>
