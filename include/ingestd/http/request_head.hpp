// The head of a request: request line and fields, before anyone has decided what they mean.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ingestd/base/result.hpp>

namespace ingestd::http {

//   version     10 or 11
//   headers     names in lower case, in order, values trimmed
//   has_folds   a field went on in a further line (obs-fold), which the parser joins
struct RequestHead {
    std::string method;
    std::string target;
    unsigned version = 11;
    std::vector<std::pair<std::string, std::string>> headers;
    bool has_folds = false;

    // The first of that name.
    std::optional<std::string_view> header(std::string_view lower_case_name) const;
    std::size_t count(std::string_view lower_case_name) const;
    // Whether one of the fields of that name lists `member`, in any case.
    bool lists(std::string_view lower_case_name, std::string_view lower_case_member) const;
};

// The length of the head that `bytes` begin with, its blank line included; nullopt: not there yet.
//   from    how much of it was looked at before
//   errors  Errc::bad_head: a line that ends without CR, which would never come to an end
Result<std::optional<std::size_t>> find_head_end(std::string_view bytes, std::size_t from = 0);

// REQUIRES: `bytes` are one whole head.
//   errors  Errc::{bad_head, bad_version, head_too_large}
Result<RequestHead> parse_head(std::string_view bytes);

}  // namespace ingestd::http
