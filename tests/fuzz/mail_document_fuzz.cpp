#include <ingestd/formats/mail.hpp>

#include "checking_sink.hpp"

using namespace ingestd;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = fuzz::text_of(data, size);
    fuzz::CheckingSink mail;
    fuzz::check(formats::read_mail(bytes, mail));
    fuzz::CheckingSink mailbox;
    fuzz::check(formats::read_mailbox(bytes, mailbox));
    return 0;
}
