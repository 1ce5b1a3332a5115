// What a passage is worth by the terms that stand in it. Pure.
#pragma once

#include <cstdint>
#include <span>

namespace ingestd::index {

// How often a term stands in the text of a passage, and, weighed by field, in what tells what the
// passage is about: title, headings, file name.
struct TermCount {
    float text = 0;
    float about = 0;

    bool is_found() const { return text > 0 || about > 0; }
    void add(TermCount more, double share) {
        text += static_cast<float>(share) * more.text;
        about += static_cast<float>(share) * more.about;
    }
};

// source: Robertson and Zaragoza 2009; the values that Lucene and FTS5 have, too
inline constexpr double k1 = 1.2;
inline constexpr double b = 0.75;

// BM25F (Robertson, Zaragoza, Taylor 2004): fields are added up before the count saturates.
//   weight           of the term: its idf, times how often it is asked for
//   relative_length  of the passage, to what is usual
inline double gain(double weight, TermCount count, double relative_length) {
    const double found = static_cast<double>(count.text) + static_cast<double>(count.about);
    return weight * found * (k1 + 1) / (found + k1 * (1 - b + b * relative_length));
}

}  // namespace ingestd::index
