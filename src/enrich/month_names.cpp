#include "month_names.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace ingestd::enrich {
namespace {

enum : std::uint8_t { en = 1, de = 2, fr = 4, es = 8, it = 16, pt = 32, nl = 64 };

struct Name {
    std::string_view name;
    std::uint8_t month;
    std::uint8_t languages;
};

constexpr std::size_t name_bytes_min = 3, name_bytes_max = 10;

// By name, to be searched by halves.
constexpr auto names = [] {
    auto all = std::to_array<Name>({
        {"january", 1, en},
        {"jan", 1, en | de | nl},
        {"januar", 1, de},
        {"jänner", 1, de},
        {"janvier", 1, fr},
        {"janv", 1, fr},
        {"enero", 1, es},
        {"gennaio", 1, it},
        {"janeiro", 1, pt},
        {"januari", 1, nl},
        {"february", 2, en},
        {"feb", 2, en | de | es | it | nl},
        {"februar", 2, de},
        {"février", 2, fr},
        {"fevrier", 2, fr},
        {"févr", 2, fr},
        {"febrero", 2, es},
        {"febbraio", 2, it},
        {"fevereiro", 2, pt},
        {"februari", 2, nl},
        {"march", 3, en},
        {"mar", 3, en | es | it | pt},
        {"märz", 3, de},
        {"mrz", 3, de},
        {"mars", 3, fr},
        {"marzo", 3, es | it},
        {"março", 3, pt},
        {"maart", 3, nl},
        {"mrt", 3, nl},
        {"april", 4, en | de | nl},
        {"apr", 4, en | de | it | nl},
        {"avril", 4, fr},
        {"avr", 4, fr},
        {"abril", 4, es | pt},
        {"abr", 4, es | pt},
        {"aprile", 4, it},
        {"may", 5, en},
        {"mai", 5, de | fr},
        {"mayo", 5, es},
        {"maggio", 5, it},
        {"maio", 5, pt},
        {"mei", 5, nl},
        {"june", 6, en},
        {"jun", 6, en | de | es | pt | nl},
        {"juni", 6, de | nl},
        {"juin", 6, fr},
        {"junio", 6, es},
        {"giugno", 6, it},
        {"junho", 6, pt},
        {"july", 7, en},
        {"jul", 7, en | de | es | pt | nl},
        {"juli", 7, de | nl},
        {"juillet", 7, fr},
        {"juil", 7, fr},
        {"julio", 7, es},
        {"luglio", 7, it},
        {"julho", 7, pt},
        {"august", 8, en | de},
        {"aug", 8, en | de | nl},
        {"août", 8, fr},
        {"aout", 8, fr},
        {"agosto", 8, es | it | pt},
        {"ago", 8, es | it | pt},
        {"augustus", 8, nl},
        {"september", 9, en | de | nl},
        {"sept", 9, en | de | fr | es | nl},
        {"sep", 9, en | de | es | nl},
        {"septembre", 9, fr},
        {"septiembre", 9, es},
        {"setiembre", 9, es},
        {"settembre", 9, it},
        {"setembro", 9, pt},
        {"october", 10, en},
        {"oct", 10, en | fr | es},
        {"oktober", 10, de | nl},
        {"okt", 10, de | nl},
        {"octobre", 10, fr},
        {"octubre", 10, es},
        {"ottobre", 10, it},
        {"outubro", 10, pt},
        {"november", 11, en | de | nl},
        {"nov", 11, en | de | fr | es | it | pt | nl},
        {"novembre", 11, fr | it},
        {"noviembre", 11, es},
        {"novembro", 11, pt},
        {"december", 12, en | nl},
        {"dec", 12, en | nl},
        {"dezember", 12, de},
        {"dez", 12, de | pt},
        {"décembre", 12, fr},
        {"decembre", 12, fr},
        {"déc", 12, fr},
        {"diciembre", 12, es},
        {"dic", 12, es | it},
        {"dicembre", 12, it},
        {"dezembro", 12, pt},
    });
    std::ranges::sort(all, {}, &Name::name);
    return all;
}();

std::uint8_t bit_of(std::string_view language) {
    constexpr std::array<std::string_view, 7> order{"en", "de", "fr", "es", "it", "pt", "nl"};
    if (language == "und") language = "en";
    const auto at = std::ranges::find(order, language) - order.begin();
    return static_cast<std::uint8_t>(at < 7 ? 1u << at : 0u);
}

// ASCII, and what of Latin-1 stands in these names: C3 80 to 9E are the capitals of C3 A0 to BE.
std::string lower(std::string_view name) {
    std::string result{name};
    bool after_c3 = false;
    for (char& c : result) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_capital = after_c3 ? byte <= 0x9E : byte >= 'A' && byte <= 'Z';
        after_c3 = byte == 0xC3;
        if (is_capital) c = static_cast<char>(byte + 32);
    }
    return result;
}

}  // namespace

std::optional<NamedMonth> find_month(std::string_view name, std::string_view language) {
    if (name.size() < name_bytes_min || name.size() > name_bytes_max) return std::nullopt;
    const auto wanted = lower(name);
    const auto found = std::ranges::lower_bound(names, wanted, {}, &Name::name);
    if (found == names.end() || found->name != wanted) return std::nullopt;
    return NamedMonth{found->month, (found->languages & bit_of(language)) != 0};
}

}  // namespace ingestd::enrich
