// Words of English that say nothing alone.
#pragma once

#include <cstdint>
#include <string_view>

namespace ingestd::enrich {

//   telltale  the bit of a word that is frequent in English and hardly a word in any other
//   language;
//             0: it is none
struct StopWord {
    bool is_stop_word = false;
    std::uint64_t telltale = 0;
};

//   word  lower case
StopWord english_stop_word(std::string_view word);

}  // namespace ingestd::enrich
