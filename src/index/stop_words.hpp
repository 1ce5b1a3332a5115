// Words that say nothing of what a chunk is about.
#pragma once

#include <string_view>

namespace ingestd::index {

//   word       as a user wrote it
//   languages  codes joined by commas; "und" is taken for English
bool is_stop_word(std::string_view word, std::string_view languages);

}  // namespace ingestd::index
