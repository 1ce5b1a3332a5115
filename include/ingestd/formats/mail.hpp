// E-mail messages (.eml: RFC 5322 and MIME) through GMime, and mailboxes of them (.mbox).
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// The subject as heading, who wrote when to whom as lines, then the text. Of alternatives that say
// the same the HTML one is taken; one that says something else is given too. Attachments become
// children, messages inside of this one too, "subject.eml". Title is the subject, author the
// sender. Signatures and pictures that are part of an HTML text are left out.
//   memory  the tree of parts, and one text, at most 64 MiB
//   errors  password_required: the whole text is encrypted; malformed: nested too deep, or no
//           message; no_text
Outcome read_mail(std::string_view content, BlockSink& sink);

// Each message becomes a child "0001 subject.eml", as it was before it was put into the mailbox.
//   errors  malformed: it begins with no message; too_large: more messages than limits.hpp allows
Outcome read_mailbox(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats
