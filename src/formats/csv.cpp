#include <string>
#include <utility>
#include <vector>

#include <ingestd/base/units.hpp>
#include <ingestd/charset/decoder.hpp>
#include <ingestd/formats/csv.hpp>

#include "block_writer.hpp"
#include "column_names.hpp"
#include "csv_records.hpp"

namespace ingestd::formats {
namespace {

constexpr std::size_t step_bytes = 64_KiB;  // decoded at a time; also the sample for the delimiter

class CsvReader {
public:
    CsvReader(char delimiter, BlockSink& sink) : records_{delimiter}, writer_{sink} {}

    void take(std::string_view text) {
        while (auto cells = records_.next(text)) write(*cells);
    }
    void finish() {
        if (auto cells = records_.finish()) write(*cells);
    }
    bool wrote_text() const { return writer_.wrote_text(); }
    bool met_unclosed_quote() const { return records_.met_unclosed_quote(); }

private:
    void write(const std::vector<std::string>& cells) {
        const bool is_first = !writer_.wrote_text();
        writer_.row(cells, is_first && are_column_names(cells));
    }

    CsvRecords records_;
    BlockWriter writer_;
};

}  // namespace

Outcome read_csv(std::string_view content, BlockSink& sink) {
    if (content.empty()) return no_text();
    charset::DetectingDecoder decoder;
    std::string text;
    std::size_t taken = 0;
    const auto decode_step = [&] {
        const auto step = content.substr(taken, step_bytes);
        taken += step.size();
        text.clear();
        decoder.decode(step, taken == content.size(), text);
    };
    decode_step();
    CsvReader reader{guess_delimiter(text), sink};
    for (;;) {
        reader.take(text);
        sink.tell_part_read(static_cast<double>(taken) / static_cast<double>(content.size()));
        if (taken == content.size()) break;
        decode_step();
    }
    reader.finish();
    if (!reader.wrote_text()) return no_text();

    Warnings warnings;
    warn_of_repairs(decoder.replaced(), decoder.left_out(), warnings);
    if (reader.met_unclosed_quote())
        warnings.add("A quoted cell is never closed; it was taken as it stands.");
    DocumentFacts facts;
    facts.format = "csv";
    facts.encoding = decoder.encoding();
    facts.warnings = warnings.finish();
    return facts;
}

}  // namespace ingestd::formats
