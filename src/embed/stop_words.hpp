// Words that tell nothing of what a text is about.
#pragma once

#include <string_view>

namespace ingestd::embed {

// Of English, German, Dutch, French, Spanish, Portuguese and Italian; none that is a telling word
// in another of these.
//   word  folded
bool is_stop_word(std::string_view word);

}  // namespace ingestd::embed
