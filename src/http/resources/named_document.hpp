// Which document a request's path names. Private to the room.
#pragma once

#include <ingestd/base/id.hpp>
#include <ingestd/base/result.hpp>
#include <ingestd/collections/errc.hpp>
#include <ingestd/http/request.hpp>

namespace ingestd::http {

// What is no id names none.
inline Result<DocumentId> named_document(const Request& request) {
    const auto& text = request.parameter("id");
    if (const auto id = DocumentId::parse(text)) return *id;
    return Error{
        make_error_code(collections::Errc::unknown_document), "There is no document " + text + "."};
}

}  // namespace ingestd::http
