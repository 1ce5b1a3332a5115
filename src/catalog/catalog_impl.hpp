// The catalog's one writer and its readers.
#pragma once

#include <ingestd/catalog/catalog.hpp>
#include <ingestd/sqlite/read_pool.hpp>
#include <ingestd/sqlite/write_queue.hpp>

namespace ingestd::catalog {

class Catalog::Impl {
public:
    Impl(
        const std::filesystem::path& file, sqlite::Connection writer, boost::asio::thread_pool& pool
    )
        : readers{file, {.access = sqlite::Access::read_only}}, queue{std::move(writer), pool} {}
    ~Impl() {
        queue.drain();  // what is told may still read
        readers.close_idle();
    }

    sqlite::ReadPool readers;
    sqlite::WriteQueue queue;
};

}  // namespace ingestd::catalog
