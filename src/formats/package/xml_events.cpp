#include "xml_events.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <string>
#include <utility>

#include <expat.h>
#include <ingestd/formats/limits.hpp>

#include "xml_namespaces.hpp"

namespace ingestd::formats {
namespace {

constexpr char separator = '\n';  // between namespace and name; neither can hold it

struct FreeParser {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

struct Name {
    std::string_view prefix, local;
};

Name parse_name(std::string_view expanded) {
    const auto at = expanded.rfind(separator);
    if (at == expanded.npos) return {{}, expanded};
    return {xml_prefix(expanded.substr(0, at)), expanded.substr(at + 1)};
}

// One parse. Exceptions of the handler wait until expat, which is C, has returned.
class Parse {
public:
    Parse(XmlHandler& handler, const std::string& what) : handler_{handler}, what_{what} {
        if (!parser_) throw std::bad_alloc{};
        // Any salt will do that a document cannot know: expat would ask the system for one.
        XML_SetHashSalt(
            parser_.get(), static_cast<unsigned long>(reinterpret_cast<std::uintptr_t>(this)) | 1
        );
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(parser_.get(), start_element, end_element);
        XML_SetCharacterDataHandler(parser_.get(), character_data);
        XML_SetEntityDeclHandler(parser_.get(), [](void* self, auto...) {
            static_cast<Parse*>(self)->stop(
                "declares XML entities, which is not allowed: that is how an attack looks."
            );
        });
    }

    // Whatever encoding the document declares.
    void take_for_utf8() { XML_SetEncoding(parser_.get(), "UTF-8"); }

    // False: it has ended before its time, failure() tells why.
    bool take(std::string_view piece, bool is_last) {
        const auto status =
            XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), is_last);
        if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
        if (status != XML_STATUS_OK) {
            if (!failure_) failure_ = not_well_formed();
            return false;
        }
        taken_bytes_ += static_cast<XML_Index>(piece.size());
        const auto begun_at = std::max<XML_Index>(XML_GetCurrentByteIndex(parser_.get()), 0);
        if (!is_last && taken_bytes_ - begun_at > xml_tag_bytes_max) {
            stop("holds a tag or a comment of more than a megabyte.");
            return false;
        }
        return true;
    }

    std::optional<DocumentFailure> failure() const { return failure_; }

private:
    static void XMLCALL start_element(void* self, const XML_Char* name, const XML_Char** pairs) {
        static_cast<Parse*>(self)->guarded([&](Parse& parse) { parse.start(name, pairs); });
    }
    static void XMLCALL end_element(void* self, const XML_Char* name) {
        static_cast<Parse*>(self)->guarded([&](Parse& parse) { parse.end(name); });
    }
    static void XMLCALL character_data(void* self, const XML_Char* text, int length) {
        static_cast<Parse*>(self)->guarded([&](Parse& parse) {
            if (parse.left_out_depth_ == 0) {
                parse.handler_.text({text, static_cast<std::size_t>(length)});
            }
        });
    }
    template <class Work>
    void guarded(Work work) {
        if (failure_ || thrown_) return;
        try {
            work(*this);
        } catch (...) {
            thrown_ = std::current_exception();
            XML_StopParser(parser_.get(), XML_FALSE);
        }
    }

    void start(std::string_view expanded, const XML_Char** pairs) {
        if (++depth_ > xml_depth_max) {
            stop("is nested deeper than " + std::to_string(xml_depth_max) + " levels.");
            return;
        }
        if (left_out_depth_ > 0) return;
        const auto name = written(expanded);
        if (name == "mc:Fallback" || !handler_.start(name, XmlAttributes{pairs})) {
            left_out_depth_ = depth_;
        }
    }

    void end(std::string_view expanded) {
        const auto depth = depth_--;
        if (left_out_depth_ > 0) {
            if (left_out_depth_ == depth) left_out_depth_ = 0;
            return;
        }
        handler_.end(written(expanded));
    }

    std::string_view written(std::string_view expanded) {
        const auto [prefix, local] = parse_name(expanded);
        if (prefix.empty()) return local;
        name_.assign(prefix).append(1, ':').append(local);
        return name_;
    }

    void stop(std::string how) {
        failure_ = DocumentFailure{"malformed", what_ + ' ' + std::move(how)};
        XML_StopParser(parser_.get(), XML_FALSE);
    }

    DocumentFailure not_well_formed() const {
        const auto code = XML_GetErrorCode(parser_.get());
        if (code == XML_ERROR_NO_MEMORY) throw std::bad_alloc{};
        return {
            "malformed",
            what_ + " is damaged: its XML breaks off in line " +
                std::to_string(XML_GetCurrentLineNumber(parser_.get())) + " (" +
                XML_ErrorString(code) + ")."};
    }

    XmlHandler& handler_;
    const std::string& what_;
    std::unique_ptr<XML_ParserStruct, FreeParser> parser_{XML_ParserCreateNS(nullptr, separator)};
    std::string name_;
    XML_Index taken_bytes_ = 0;
    std::size_t depth_ = 0;
    std::size_t left_out_depth_ = 0;  // of the element that is left out; 0: none is
    std::optional<DocumentFailure> failure_;
    std::exception_ptr thrown_;
};

}  // namespace

std::optional<std::string_view> XmlAttributes::find(std::string_view name) const {
    const auto colon = name.find(':');
    const auto prefix = colon == name.npos ? std::string_view{} : name.substr(0, colon);
    const auto local = colon == name.npos ? name : name.substr(colon + 1);
    for (auto pair = pairs_; *pair != nullptr; pair += 2) {
        const std::string_view expanded{pair[0]};
        if (!expanded.ends_with(local)) continue;
        const auto found = parse_name(expanded);
        if (found.local == local && found.prefix == prefix) return std::string_view{pair[1]};
    }
    return std::nullopt;
}

std::optional<DocumentFailure> read_xml(
    ZipPackage& package, std::string_view part, XmlHandler& handler, ReadingProgress* progress
) {
    Parse parse{handler, package.what()};
    bool is_taken = true;
    auto failure = package.read(part, [&](std::string_view piece) {
        is_taken = parse.take(piece, false);
        if (progress != nullptr) progress->add(piece.size());
        return is_taken;
    });
    if (failure) return failure;
    if (is_taken) parse.take({}, true);
    return parse.failure();
}

std::optional<DocumentFailure> read_xml(
    const std::string& what,
    const std::function<std::string_view()>& next_piece,
    XmlHandler& handler
) {
    Parse parse{handler, what};
    parse.take_for_utf8();
    for (auto piece = next_piece(); !piece.empty(); piece = next_piece()) {
        if (!parse.take(piece, false)) return parse.failure();
    }
    parse.take({}, true);
    return parse.failure();
}

}  // namespace ingestd::formats
