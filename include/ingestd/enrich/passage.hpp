// A chunk as enrichers look at it.
#pragma once

#include <memory>

#include <ingestd/document/chunk.hpp>

namespace ingestd::enrich {

struct Words;

// Keeps what several enrichers need, found when it is first asked for. Views `chunk`.
//   thread  one at a time
class Passage {
public:
    explicit Passage(const Chunk& chunk);
    Passage(const Passage&) = delete;
    Passage& operator=(const Passage&) = delete;
    ~Passage();

    const Chunk& chunk() const { return chunk_; }
    const Words& words() const;

private:
    const Chunk& chunk_;
    mutable std::unique_ptr<const Words> words_;
};

}  // namespace ingestd::enrich
