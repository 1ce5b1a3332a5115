// The one place that names Catch2's header: moving to version 3 is a line here.
#pragma once

#include <string>

#include <boost/system/result.hpp>

#include <catch2/catch.hpp>

namespace ingestd {
struct Error;
}

// A Result in an assertion is printed as how it ended; its value need not be printable.
template <class T>
struct Catch::StringMaker<boost::system::result<T, ingestd::Error>> {
    static std::string convert(const boost::system::result<T, ingestd::Error>& result) {
        if (result) return "ok";
        return result.error().code.message() + " (" + result.error().detail + ')';
    }
};
