// How a writer's result reaches whoever asked.
#pragma once

#include <utility>

#include <ingestd/catalog/catalog.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/sqlite/errc.hpp>

namespace ingestd::catalog {

// The codes that a caller acts on, in our words; others stay as they are.
inline Error in_our_words(Error error) {
    if (error.code == sqlite::Errc::corrupt) error.code = Errc::corrupt;
    if (error.code == sqlite::Errc::newer_schema) error.code = Errc::newer_schema;
    if (error.code == sqlite::Errc::busy) error.code = Errc::locked;
    if (error.code == sqlite::Errc::disk_full) error.code = Errc::disk_full;
    if (error.code == sqlite::Errc::sync_failed) error.code = Errc::sync_failed;
    if (error.code == sqlite::Errc::closed) error.code = Errc::sync_failed;
    return error;
}

template <class T>
auto tell(Catalog::Done<T> done) {
    return [done = std::move(done)](Result<T> result) {
        if (!result) result = in_our_words(result.error());
        done(std::move(result));
    };
}

}  // namespace ingestd::catalog
