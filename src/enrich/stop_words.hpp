// Words of English that say nothing alone.
#pragma once

#include <cstdint>
#include <string_view>

namespace ingestd::enrich {

//   content   not one of these
//   stop      one of these
//   telltale  one that is frequent in English and hardly a word in any other language
enum class StopWord : std::uint8_t { content, stop, telltale };

//   word  lower case
StopWord english_stop_word(std::string_view word);

}  // namespace ingestd::enrich
