// The text of a mail, whatever kind of file it came in. Private to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "../block_writer.hpp"

namespace ingestd::formats {

// What stands above a mail's text; empty: not told.
struct MailHead {
    std::string subject;
    std::string from;
    std::string to;
    std::string cc;
    std::string date;
};

// The subject as heading, the others as lines, "From: …".
void write_mail_head(const MailHead& head, BlockWriter& writer);

// How a plain text is to be read (RFC 3676).
//   is_flowed      a space at a line's end says that the paragraph goes on
//   drops_spaces   that space is none of the text
struct PlainForm {
    bool is_flowed = false;
    bool drops_spaces = false;
};

// Paragraphs as empty lines part them, their lines kept; quoted and signed as they stand. What is
// encrypted inside of the text is left out.
void write_plain_text(std::string_view text, PlainForm form, BlockWriter& writer);

// The texts that a mail offers of one and the same thing, in UTF-8.
struct Alternatives {
    std::string plain;
    PlainForm form;
    std::string html;
};

// The HTML text, and the plain one where it says something else or the other says nothing.
//   errors  adds to the warnings when HTML is nested too deep
void write_alternatives(const Alternatives& texts, BlockSink& sink, Warnings& warnings);

// Whether nearly all words of `text` stand in `other`, too.
bool says_the_same(std::string_view text, std::string_view other);

}  // namespace ingestd::formats
