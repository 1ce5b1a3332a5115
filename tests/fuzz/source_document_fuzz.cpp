#include <array>

#include <ingestd/formats/source.hpp>

#include "checking_sink.hpp"

using namespace ingestd;

// The first byte chooses the language.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array<std::string_view, 8> languages{
        "python", "cpp", "javascript", "csharp", "haskell", "sql", "elixir", "css"};
    auto text = fuzz::text_of(data, size);
    const auto first = text.empty() ? std::size_t{0} : static_cast<unsigned char>(text.front());
    text.remove_prefix(text.empty() ? 0 : 1);
    fuzz::CheckingSink sink;
    fuzz::check(formats::read_source(text, languages.at(first % languages.size()), sink));
    return 0;
}
