// Outlook messages (.msg: MS-OXMSG) through libgsf.
#pragma once

#include <string_view>

#include <ingestd/formats/block_sink.hpp>

namespace ingestd::formats {

// As mail is read: subject, who wrote when to whom, the text (plain and HTML as alternatives, else
// the compressed RTF), attachments as children. A message inside of this one is no file that could
// be handed over: it follows as a part of this one, under a heading of its own.
//   memory  one text or attachment, at most 64 MiB of a text
//   errors  malformed: no Outlook message; no_text
Outcome read_msg(std::string_view content, BlockSink& sink);

}  // namespace ingestd::formats
