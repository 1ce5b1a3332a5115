#include <ingestd/base/utf8.hpp>
#include <ingestd/chunk/token_count.hpp>

#include "token_meter.hpp"

namespace ingestd::chunk {

std::uint32_t count_tokens(std::string_view text) {
    TokenMeter meter;
    for (std::size_t at = 0; at < text.size();) {
        const auto first = static_cast<unsigned char>(text[at]);
        if (first >= 0x80) {
            meter.add(ink_of(utf8::next(text, at)));
            continue;
        }
        const Ink ink = detail::ascii_ink[first];
        const std::size_t begin = at++;
        if (ink == Ink::ascii_letter) {
            while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80 &&
                   detail::ascii_ink[static_cast<unsigned char>(text[at])] == ink) {
                ++at;
            }
            meter.add_ascii_letters(at - begin);
        } else {
            meter.add(ink);
        }
    }
    meter.settle();
    return static_cast<std::uint32_t>(meter.units() / units_per_token);
}

}  // namespace ingestd::chunk
