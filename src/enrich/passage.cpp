#include <ingestd/enrich/passage.hpp>

#include "words.hpp"

namespace ingestd::enrich {

Passage::Passage(const Chunk& chunk) : chunk_{chunk} {}
Passage::~Passage() = default;

const Words& Passage::words() const {
    if (!words_) words_ = std::make_unique<const Words>(read_words(chunk_.text));
    return *words_;
}

}  // namespace ingestd::enrich
