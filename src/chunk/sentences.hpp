// Where one sentence ends and the next begins, judged by the word before a space and the one after.
#pragma once

#include <string_view>

namespace ingestd::chunk {

// Whether a sentence ends with `word`, when white space and then `next` follow it.
//   word            up to the white space; only its last few bytes are read
//   begins_sentence the word itself stands at the beginning of one: "1." is then a number in a list
bool ends_sentence(std::string_view word, char32_t next, bool begins_sentence);

// Full stops of scripts that put no space after them: 。！？
bool is_wide_stop(char32_t code_point);

// Closing quotes and brackets, which belong to the sentence before them.
bool is_closing(char32_t code_point);

}  // namespace ingestd::chunk
