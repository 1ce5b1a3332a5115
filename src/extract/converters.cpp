#include "converters.hpp"

#include <array>
#include <utility>

#include <unistd.h>

namespace ingestd::extract {

const Converter* converter_of(DocumentType type) {
    // UTF-8 out; a paragraph a line; sheets and slides parted by form feeds.
    static const std::array<std::pair<DocumentType, Converter>, 3> converters{{
        {DocumentType::doc,
         {"catdoc", {"-w", "-dutf-8"}, "catdoc", "Word documents of before 2007 (.doc)"}},
        {DocumentType::xls,
         {"xls2csv", {"-dutf-8"}, "catdoc", "Excel workbooks of before 2007 (.xls)"}},
        {DocumentType::ppt,
         {"catppt", {"-dutf-8"}, "catdoc", "PowerPoint presentations of before 2007 (.ppt)"}},
    }};
    for (const auto& [known, converter] : converters) {
        if (known == type) return &converter;
    }
    return nullptr;
}

bool is_installed(const Converter& converter, const std::filesystem::path& folder) {
    return ::access((folder / converter.program).c_str(), X_OK) == 0;
}

DocumentFailure not_installed(const Converter& converter) {
    return {
        "unsupported_type",
        std::string{converter.what} + " are read with the program " + converter.program +
            ", which is not installed: install the package " + converter.package + "."};
}

}  // namespace ingestd::extract
