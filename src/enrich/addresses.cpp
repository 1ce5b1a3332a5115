#include "addresses.hpp"

#include <algorithm>
#include <array>

#include <ingestd/base/utf8.hpp>
#include <unicode/uchar.h>

namespace ingestd::enrich {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_letter_or_digit(char c) {
    return is_letter(c) || (c >= '0' && c <= '9');
}
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
std::string lower(std::string_view text) {
    std::string result{text};
    std::ranges::transform(result, result.begin(), [](char c) { return lower(c); });
    return result;
}

// What people mean by an address: dots, and few of the other marks that RFC 5322 allows.
bool is_local(char c) {
    return is_letter_or_digit(c) || std::string_view{"._%+-'"}.find(c) != npos;
}

// Of what follows in a text without a space, Chinese and Japanese is the sentence and no path.
bool goes_on(std::string_view text, std::size_t at) {
    const char c = text[at];
    if (static_cast<unsigned char>(c) < 0x80)
        return c > ' ' && c != 0x7F && std::string_view{"<>\"`{}|\\^"}.find(c) == npos;
    const auto code_point = utf8::next(text, at);
    return code_point < 0x2E80 && u_isalnum(static_cast<UChar32>(code_point));
}

// Without the punctuation that ends the sentence, and brackets that were opened before the URL.
std::string_view trimmed(std::string_view url) {
    for (;;) {
        const char last = url.back();
        const auto pair = std::string_view{")(]["}.find(last);
        const bool is_closing = pair == 0 || pair == 2;
        const bool is_unopened =
            is_closing && std::ranges::count(url, last) > std::ranges::count(url, ")(]["[pair + 1]);
        if (!is_unopened && std::string_view{".,;:!?'*_"}.find(last) == npos) return url;
        url.remove_suffix(1);
    }
}

// Beginning and end of a URL's host.
//   begin == npos  it is none
struct Place {
    std::size_t begin = npos;
    std::size_t host = 0;
};

// "://" stands at `colon`.
Place with_scheme(std::string_view text, std::size_t colon) {
    auto begin = colon;
    while (begin > 0 && is_letter_or_digit(text[begin - 1])) --begin;
    const auto scheme = lower(text.substr(begin, std::min<std::size_t>(colon - begin, 8)));
    if (scheme != "http" && scheme != "https" && scheme != "ftp") return {};
    return {begin, colon + 3};
}

// "www." stands at `begin`.
Place without_scheme(std::string_view text, std::size_t begin) {
    const bool is_alone = begin == 0 || !(is_letter_or_digit(text[begin - 1]) ||
                                          std::string_view{"./@-_"}.find(text[begin - 1]) != npos);
    return is_alone ? Place{begin, begin} : Place{};
}

class AddressScan {
public:
    explicit AddressScan(std::string_view text) : text_{text} {}

    FoundAddresses find() {
        std::array<std::size_t, 3> next{};  // of "://", "www." and "@", from at_ on
        constexpr std::array<std::string_view, 3> marks{"://", "www.", "@"};
        for (std::size_t i = 0; i < marks.size(); ++i) next[i] = text_.find(marks[i]);
        for (;;) {
            const auto first =
                static_cast<std::size_t>(std::ranges::min_element(next) - next.begin());
            const auto at = next[first];
            if (at == npos) return std::move(found_);
            at_ = std::max(at_, at + 1);
            if (first == 2) {
                take_email(at);
            } else {
                take_url(first == 0 ? with_scheme(text_, at) : without_scheme(text_, at));
            }
            for (std::size_t i = 0; i < marks.size(); ++i) {
                if (next[i] < at_) next[i] = text_.find(marks[i], at_);
            }
        }
    }

private:
    void take_url(Place place) {
        if (place.begin == npos) return;
        auto end = place.host;
        while (end < text_.size() && goes_on(text_, end)) {
            if (static_cast<unsigned char>(text_[end]) < 0x80) {
                ++end;
            } else {
                utf8::next(text_, end);
            }
        }
        if (end == place.host) return;
        at_ = std::max(at_, end);
        if (end - place.begin > url_bytes_max) return;
        const auto url = trimmed(text_.substr(place.begin, end - place.begin));
        const auto host_at = place.host - place.begin;
        if (url.size() <= host_at) return;
        const auto host_end = std::min(url.find_first_of("/?#", host_at), url.size());
        const auto host = url.substr(host_at, host_end - host_at);
        const bool is_named = host_at > 0 || std::ranges::count(host, '.') > 1;
        if (!is_named || host.empty()) return;
        const char first = host.front();
        if (!is_letter_or_digit(first) && first != '[' && static_cast<unsigned char>(first) < 0x80)
            return;
        add(found_.urls, lower(url.substr(0, host_end)) += url.substr(host_end));
    }

    // "@" stands at `at`.
    void take_email(std::size_t at) {
        auto begin = at;
        while (begin > 0 && is_local(text_[begin - 1])) --begin;
        while (begin < at && !is_letter_or_digit(text_[begin]) && text_[begin] != '_') ++begin;
        auto end = at + 1;
        while (end < text_.size() &&
               (is_letter_or_digit(text_[end]) || text_[end] == '.' || text_[end] == '-'))
            ++end;
        if (end < text_.size() && text_[end] == '@') return;
        if (begin > 0 && text_[begin - 1] == '@') return;
        while (end > at + 1 && !is_letter_or_digit(text_[end - 1])) --end;
        at_ = end;
        const auto local = text_.substr(begin, at - begin);
        const auto domain = text_.substr(at + 1, end - at - 1);
        if (local.empty() || local.size() > 64 || local.ends_with('.')) return;
        if (!is_domain(domain) || end - begin > email_bytes_max) return;
        add(found_.emails, lower(text_.substr(begin, end - begin)));
    }

    static bool is_domain(std::string_view domain) {
        const auto dot = domain.rfind('.');
        if (dot == npos || dot == 0) return false;
        const auto top = lower(domain.substr(dot + 1));
        if (top.size() < 2 || !std::ranges::all_of(top, [](char c) { return is_letter(c); }))
            return top.starts_with("xn--");
        for (const auto* picture : {"png", "jpg", "jpeg", "gif", "webp", "svg"}) {
            if (top == picture) return false;  // logo@2x.png
        }
        return domain.find("..") == npos && is_letter_or_digit(domain.front());
    }

    static void add(std::vector<std::string>& list, std::string value) {
        if (list.size() < addresses_max && std::ranges::find(list, value) == list.end())
            list.push_back(std::move(value));
    }

    std::string_view text_;
    std::size_t at_ = 0;  // what is before is done
    FoundAddresses found_;
};

}  // namespace

FoundAddresses find_addresses(std::string_view text) {
    return AddressScan{text}.find();
}

}  // namespace ingestd::enrich
