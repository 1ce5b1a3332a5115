// Every document of the corpus through the real extractor and the real helper program.
#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fcntl.h>
#include <ingestd/extract/extractors.hpp>

#include "comparison.hpp"
#include "document_tree.hpp"
#include "manifest.hpp"
#include "support/catch.hpp"
#include "support/extraction.hpp"

using namespace ingestd;
using namespace ingestd::corpus;

namespace {

constexpr double share_wanted = 0.97;
// Facts of these count towards the share.
const std::set<std::string> counted_groups{
    "txt",
    "html",
    "md",
    "csv",
    "json",
    "pdf",
    "rtf",
    "docx",
    "epub",
    "pptx",
    "xlsx",
    "odt",
    "source",
    "zip",
    "eml",
    "mbox",
    "image"};

std::string page_text(const test::Extraction& extraction, unsigned page) {
    if (page == 0 || extraction.facts().pages == 0) return extraction.text;
    std::string text;
    for (const auto& block : extraction.blocks) {
        if (block.page == page) text.append(separator_text(block.before)).append(block.text);
    }
    return text;
}

// Where the fact must stand.
std::string place_of(const DocumentTree& tree, const Fact& fact) {
    if (fact.message != 0) {
        return fact.message <= tree.children.size() ? tree.children[fact.message - 1].whole_text()
                                                    : "";
    }
    if (!fact.entry.empty()) {
        const auto inner =
            std::find_if(tree.children.begin(), tree.children.end(), [&](const auto& child) {
                return child.name == fact.entry;
            });
        return inner == tree.children.end() ? "" : inner->whole_text();
    }
    return fact.page == 0 ? tree.whole_text() : page_text(tree.extraction, fact.page);
}

struct Tally {
    std::size_t documents = 0;
    std::size_t held = 0;
    std::size_t total = 0;
    std::size_t forbidden = 0;
    std::size_t unexplained = 0;
};

struct KnownMiss {
    std::string file, beginning, reason;
};

std::vector<KnownMiss> read_known_misses() {
    std::ifstream file{std::filesystem::path{INGESTD_SOURCE_DIR} / "tests/corpus/known_misses.txt"};
    std::vector<KnownMiss> misses;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') continue;
        const auto first = line.find(" | ");
        const auto second = line.find(" | ", first + 3);
        misses.push_back(
            {line.substr(0, first),
             line.substr(first + 3, second - first - 3),
             line.substr(second + 3)}
        );
    }
    return misses;
}

std::optional<std::string> reason_for(
    const std::vector<KnownMiss>& known, const std::string& file, const std::string& fact
) {
    for (const auto& miss : known) {
        if (miss.file == file && fact.starts_with(miss.beginning)) return miss.reason;
    }
    return std::nullopt;
}

void print_table(const std::map<std::string, Tally>& tallies) {
    std::cout << std::left << std::setw(8) << "format" << std::right << std::setw(10) << "documents"
              << std::setw(14) << "facts held" << std::setw(12) << "forbidden" << '\n';
    for (const auto& [format, tally] : tallies) {
        const auto facts = std::to_string(tally.held) + "/" + std::to_string(tally.total);
        std::cout << std::left << std::setw(8) << format << std::right << std::setw(10)
                  << tally.documents << std::setw(14) << facts << std::setw(12) << tally.forbidden
                  << '\n';
    }
}

// The corpus with what reads it; made once for all cases.
struct Bench {
    std::chrono::seconds stall_limit{120};
    test::IoThread io{};
    std::unique_ptr<extract::Extractor> extractor = extract::make_extractor(
        {.helper_program = INGESTD_EXTRACT_BINARY,
         .executor = io.executor(),
         .max_helpers = 2,
         .stall_limit = stall_limit}
    );
    std::optional<std::filesystem::path> corpus = find_corpus();
};

bool is_left_out(const Bench& bench) {
    if (bench.corpus) return false;
    std::cout << "corpus: left out, the shared corpus is not beside the project\n";
    return true;
}

// Groups that hold attacks or locked documents have a case of their own.
bool is_judged_elsewhere(const std::string& group) {
    return group == "hostile" || group == "encrypted" || group == "legacy";
}

bool is_read_for_its_facts(const std::string& group) {
    return counted_groups.count(group) != 0;
}

// Counts what of the document holds, and names what does not.
void judge(
    const Document& document,
    const DocumentTree& tree,
    const std::vector<KnownMiss>& known,
    Tally& tally
) {
    ++tally.documents;
    const auto& extraction = tree.extraction;
    if (!extraction.is_extracted()) {
        std::cout << document.file << ": " << extraction.failure() << ": " << extraction.detail()
                  << '\n';
    }
    const auto whole = normalized(tree.whole_text());
    for (const auto& name : document.entry_names) {
        const bool is_there =
            std::any_of(tree.children.begin(), tree.children.end(), [&](const auto& child) {
                return child.name == name;
            });
        if (is_there) continue;
        const auto reason = reason_for(known, document.file, name);
        if (!reason) ++tally.unexplained;
        std::cout << document.file << ": no entry named " << name << "\n    "
                  << reason.value_or("no reason is known") << '\n';
    }
    for (const auto& text : document.must_not) {
        if (whole.find(normalized(text)) == whole.npos) continue;
        ++tally.forbidden;
        std::cout << document.file << ": must not hold: " << text << '\n';
    }
    for (const auto& fact : document.facts) {
        ++tally.total;
        const auto text = normalized(place_of(tree, fact));
        const auto wanted = normalized(fact.text);
        if (holds(text, wanted) || (document.is_picture && nearly_holds(text, wanted))) {
            ++tally.held;
            continue;
        }
        const auto reason = reason_for(known, document.file, fact.text);
        if (!reason) ++tally.unexplained;
        std::cout << document.file << " page " << fact.page << ": " << fact.text << "\n    "
                  << reason.value_or("no reason is known") << '\n';
    }
}

}  // namespace

TEST_CASE("the facts of real documents are found in what is extracted", "[corpus]") {
    Bench bench;
    if (is_left_out(bench)) return;
    const auto known = read_known_misses();
    std::map<std::string, Tally> tallies;
    std::map<std::string, std::size_t> not_yet;
    for (const auto& document : read_manifest(*bench.corpus)) {
        if (!is_read_for_its_facts(document.group)) {
            if (!is_judged_elsewhere(document.group)) ++not_yet[document.group];
        } else {
            const auto tree = read_tree(*bench.extractor, *bench.corpus / document.file);
            judge(document, tree, known, tallies[document.group]);
        }
    }

    print_table(tallies);
    for (const auto& [group, count] : not_yet) {
        std::cout << group << ": " << count << " documents, not supported yet\n";
    }
    Tally all;
    for (const auto& [group, tally] : tallies) {
        CHECK(tally.forbidden == 0);
        CHECK(tally.unexplained == 0);
        if (counted_groups.count(group) == 0) continue;
        all.held += tally.held;
        all.total += tally.total;
    }
    std::cout << "held: " << all.held << " of " << all.total << '\n';
    CHECK(static_cast<double>(all.held) >= share_wanted * static_cast<double>(all.total));
}

TEST_CASE("encrypted documents fail with their reason", "[corpus]") {
    Bench bench;
    if (is_left_out(bench)) return;
    for (const auto& document : read_manifest(*bench.corpus)) {
        if (document.group != "encrypted") continue;
        const auto extraction =
            read_tree(*bench.extractor, *bench.corpus / document.file).extraction;
        INFO(document.file << ": " << extraction.detail());
        CHECK(extraction.failure() == (document.outcome == "rejected" ? "password_required" : ""));
    }
}

TEST_CASE("documents of before 2007 are read, or what would read them is named", "[corpus]") {
    Bench bench;
    if (is_left_out(bench)) return;
    for (const auto& document : read_manifest(*bench.corpus)) {
        if (document.group != "legacy") continue;
        const auto extraction =
            read_tree(*bench.extractor, *bench.corpus / document.file).extraction;
        std::cout << document.file << ": "
                  << (extraction.is_extracted() ? "extracted" : extraction.detail()) << '\n';
        const bool names_package = extraction.detail().find("package catdoc") != std::string::npos;
        const bool has_end =
            extraction.is_extracted() || names_package || extraction.failure() == "no_text";
        CHECK(has_end);
    }
}

TEST_CASE("hostile documents reach a clear end", "[corpus]") {
    // One of them keeps an instrumented helper busy for as long as it is let.
    Bench bench{.stall_limit = std::chrono::seconds{30}};
    if (is_left_out(bench)) return;
    const auto known = read_known_misses();
    for (const auto& document : read_manifest(*bench.corpus)) {
        if (document.group != "hostile") continue;
        const auto tree = read_tree(*bench.extractor, *bench.corpus / document.file);
        const auto& extraction = tree.extraction;
        const auto* end = tree.is_taken_in() ? "extracted" : "rejected";
        const bool is_as_expected = document.outcome == "any clear end" ||
                                    end == document.outcome || end == document.other_outcome;
        {
            INFO(document.file << " must be " << document.outcome);
            CHECK((is_as_expected || reason_for(known, document.file, "its end")));
        }
        std::cout << (is_as_expected ? "" : "OTHER END ") << document.file << ": "
                  << (extraction.is_extracted()
                          ? "extracted"
                          : extraction.failure() + ": " + extraction.detail());
        for (const auto& warning : tree.warnings()) std::cout << " [" << warning << "]";
        std::cout << '\n';
        const auto whole = normalized(tree.whole_text());
        for (const auto& text : document.must_contain) {
            if (reason_for(known, document.file, text)) continue;
            INFO(document.file << " must hold: " << text);
            CHECK((!extraction.is_extracted() || whole.find(normalized(text)) != whole.npos));
        }
        CHECK((extraction.is_extracted() || !extraction.failure().empty()));
    }
}
