// A generation's one writer and its readers.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <type_traits>
#include <utility>

#include <ingestd/index/generation.hpp>
#include <ingestd/sqlite/read_pool.hpp>
#include <ingestd/sqlite/write_queue.hpp>

#include "filter_memory.hpp"
#include "generation_file.hpp"
#include "row_counts.hpp"
#include "row_holds.hpp"
#include "term_counts.hpp"
#include "vector_mirror.hpp"
#include "words_tokenizer.hpp"

namespace ingestd::index {

class Generation::Impl {
public:
    Impl(
        std::filesystem::path path,
        sqlite::Connection writer,
        boost::asio::thread_pool& pool,
        std::shared_ptr<FileFaults> watched,
        std::unique_ptr<VectorMirror> mirror
    )
        : file{std::move(path), std::move(watched)},
          vectors{std::move(mirror)},
          readers{file.path, {.access = sqlite::Access::read_only}, prepare_reader},
          queue{std::move(writer), pool} {}
    ~Impl() {
        queue.drain();  // what is told may still read
        readers.close_idle();
    }

    static void prepare_reader(sqlite::Connection& connection) {
        register_words_tokenizer(connection);
        register_row_counts(connection);
        register_row_holds(connection);
    }

    // Gives `read` a connection; what it meets is thrown in this room's words.
    template <class Read>
    std::invoke_result_t<Read&, sqlite::Connection&> read(Read&& read_rows) {
        try {
            auto reader = readers.lease();
            return read_rows(*reader);
        } catch (const sqlite::Failure& failure) {
            throw sqlite::Failure{file.faults->in_our_words(failure.error)};
        }
    }

    // Hands a job to the writer. It waits for a full disk; its answer is in this room's words.
    template <class T, class Work>
    void write(Work work, Done<T> done, std::size_t bytes = 0) {
        queue.submit(
            std::move(work),
            [this, faults = file.faults, done = std::move(done)](Result<T> result) {
                follow_vectors();
                ++commits;
                if (!result) result = faults->in_our_words(result.error());
                done(std::move(result));
            },
            bytes,
            sqlite::WhenStuck::wait
        );
    }

    // What an event tells of is found by vectors, too: before anybody is told.
    void follow_vectors() {
        if (!vectors->is_behind()) return;
        auto reader = readers.lease();
        vectors->catch_up(*reader);
    }

    GenerationFile file;  // first: removed, if it is to be, when everything is closed
    const std::unique_ptr<VectorMirror> vectors;  // followed by the writer, so before the queue
    TermCounts counts;
    std::atomic<std::uint64_t> commits{0};  // that somebody is about to be told of
    FilterMemory filters;
    sqlite::ReadPool readers;
    sqlite::WriteQueue queue;
};

}  // namespace ingestd::index
