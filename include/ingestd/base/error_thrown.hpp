// How readers fail that give plain values.
#pragma once

#include <utility>

#include <boost/system/system_error.hpp>

#include <ingestd/base/result.hpp>

namespace ingestd {

// An Error thrown by what gives plain values: by readers of a file that cannot be read.
class ErrorThrown : public boost::system::system_error {
public:
    explicit ErrorThrown(Error failed)
        : system_error{failed.code, failed.detail}, error{std::move(failed)} {}

    const Error error;
};

}  // namespace ingestd
