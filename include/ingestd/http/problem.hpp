// Every answer that is not a success: problem details, application/problem+json (RFC 9457).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/http/request.hpp>
#include <ingestd/http/response.hpp>
#include <ingestd/intake/upload_request.hpp>

namespace ingestd::http {

// `type` is a URN made of the title, so that a title names one kind of problem for good;
// `instance` is the request's path and id.
//   title   a few words, the same each time
//   detail  a sentence for a person about this time
//   errors  left out when empty
Response make_problem(
    const Request& request,
    unsigned status,
    std::string_view title,
    std::string detail,
    std::vector<intake::FieldError> errors = {}
);

// The one place that turns an error of any room into a status. What has no place of its own is a
// 500, which is logged with its code and tells the client nothing but the request's id.
Response make_problem(const Request& request, const Error& error);

// 422: fields that are missing, wrong, or not known.
Response make_field_problem(const Request& request, std::vector<intake::FieldError> errors);

}  // namespace ingestd::http
