#include "open_pdf.hpp"

#include <limits>
#include <optional>
#include <string>
#include <utility>

#include <ErrorCodes.h>
#include <GlobalParams.h>
#include <Stream.h>

namespace ingestd::formats {

// What poppler knows of all documents stays from one to the next: to learn it takes as long as to
// read three pages.
void use_poppler(ErrorCallback complain) {
    static const GlobalParamsIniter parameters{complain};
    setErrorCallback(complain);
}

std::unique_ptr<PDFDoc> open_pdf(std::string_view content, std::string_view password) {
    std::optional<GooString> secret;
    if (!password.empty()) secret.emplace(std::string{password});
    return std::make_unique<PDFDoc>(
        new MemStream{content.data(), 0, static_cast<Goffset>(content.size()), Object{objNull}},
        secret,
        secret
    );
}

OpenedPdf open_whole_pdf(std::string_view content, std::string_view password) {
    if (content.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        return DocumentFailure{"too_large", "A PDF of more than 2 GiB cannot be read."};
    auto document = open_pdf(content, password);
    if (!document->isOk()) {
        if (document->getErrorCode() != errEncrypted)
            return DocumentFailure{"malformed", "The PDF is damaged beyond what can be repaired."};
        return DocumentFailure{
            "password_required",
            password.empty()
                ? "The PDF is encrypted and opens only with its password."
                : "The PDF is encrypted, and the password that was given does not open it."};
    }
    if (document->getNumPages() <= 0)
        return DocumentFailure{"malformed", "The PDF holds no pages."};
    return document;
}

}  // namespace ingestd::formats
