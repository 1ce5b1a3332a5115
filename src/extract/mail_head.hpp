// Tells mail by the headers that it begins with. Private to the room.
#pragma once

#include <string_view>

namespace ingestd::extract {

enum class MailHead { none, message, mailbox };

// Two headers at least that mail has, among lines that are all headers. For content that is no
// text: a message may hold its parts as the bytes that they are.
MailHead mail_head(std::string_view head);

}  // namespace ingestd::extract
