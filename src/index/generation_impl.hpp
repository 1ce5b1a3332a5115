// A generation's one writer and its readers.
#pragma once

#include <atomic>
#include <filesystem>

#include <ingestd/index/generation.hpp>
#include <ingestd/sqlite/read_pool.hpp>
#include <ingestd/sqlite/write_queue.hpp>

#include "generation_file.hpp"
#include "words_tokenizer.hpp"

namespace ingestd::index {

class Generation::Impl {
public:
    Impl(std::filesystem::path path, sqlite::Connection writer, boost::asio::thread_pool& pool)
        : file{std::move(path)},
          readers{file.path, {.access = sqlite::Access::read_only}, register_words_tokenizer},
          queue{std::move(writer), pool} {}
    ~Impl() {
        queue.drain();  // what is told may still read
        readers.close_idle();
    }

    GenerationFile file;  // first: removed, if it is to be, when everything is closed
    sqlite::ReadPool readers;
    sqlite::WriteQueue queue;
};

}  // namespace ingestd::index
