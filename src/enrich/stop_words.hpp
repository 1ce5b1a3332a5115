// Words that say nothing alone.
#pragma once

#include <string_view>

namespace ingestd::enrich {

//   word  lower case
bool is_english_stop_word(std::string_view word);

}  // namespace ingestd::enrich
