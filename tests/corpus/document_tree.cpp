#include "document_tree.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <ingestd/pipeline/nesting.hpp>
#include <sys/mman.h>
#include <unistd.h>

namespace ingestd::corpus {
namespace {

// Fewer than the server takes: they are read one after the other here.
constexpr std::uint64_t documents_max = 300;

UniqueFd in_memory(const std::string& bytes) {
    UniqueFd file{::memfd_create("document", MFD_CLOEXEC)};
    for (std::size_t at = 0; at < bytes.size();) {
        const auto written = ::write(file.get(), bytes.data() + at, bytes.size() - at);
        if (written <= 0) throw std::runtime_error{"no memory for a document"};
        at += static_cast<std::size_t>(written);
    }
    return file;
}

DocumentTree read(
    extract::Extractor& extractor,
    extract::ExtractRequest request,
    pipeline::NestingBudget& budget,
    std::uint32_t depth
) {
    DocumentTree tree;
    tree.name = request.filename;
    tree.extraction = test::extract_all(*extractor.open(std::move(request)));
    const auto found = std::exchange(tree.extraction.children, {});
    if (depth == pipeline::nesting_max) {
        if (!found.empty() && tree.extraction.text.empty())
            tree.extraction.end = pipeline::nested_too_deep();
        return tree;
    }
    for (const auto& child : found) {
        auto refusal = budget.take_document();
        if (!refusal) refusal = budget.take_bytes(child.bytes.size());
        if (refusal) {
            tree.extraction.end = *refusal;
            return tree;
        }
        if (!child.is_whole) continue;
        extract::ExtractRequest inner;
        inner.content = in_memory(child.bytes);
        inner.bytes = child.bytes.size();
        inner.filename = child.name;
        inner.content_type = child.content_type;
        tree.children.push_back(read(extractor, std::move(inner), budget, depth + 1));
    }
    return tree;
}

}  // namespace

bool DocumentTree::is_taken_in() const {
    if (extraction.is_extracted() && !extraction.text.empty()) return true;
    return std::ranges::any_of(children, &DocumentTree::is_taken_in);
}

std::string DocumentTree::whole_text() const {
    auto text = extraction.text;
    for (const auto& child : children) text += "\n\n" + child.whole_text();
    return text;
}

std::vector<std::string> DocumentTree::warnings() const {
    auto all = extraction.facts().warnings;
    for (const auto& child : children) {
        for (auto& warning : child.warnings()) all.push_back(std::move(warning));
    }
    return all;
}

DocumentTree read_tree(extract::Extractor& extractor, const std::filesystem::path& file) {
    extract::ExtractRequest request;
    request.content = UniqueFd{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    request.bytes = std::filesystem::file_size(file);
    request.filename = file.filename().string();
    pipeline::NestingBudget budget{request.bytes, documents_max};
    return read(extractor, std::move(request), budget, 0);
}

}  // namespace ingestd::corpus
