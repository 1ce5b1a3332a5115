#include <algorithm>
#include <cerrno>
#include <exception>
#include <new>
#include <string>
#include <utility>

#include <fcntl.h>
#include <ingestd/base/unique_fd.hpp>
#include <ingestd/base/utf8.hpp>
#include <ingestd/extract/helper_session.hpp>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "address_space.hpp"
#include "helper_socket.hpp"

namespace ingestd::extract {
namespace {

using namespace std::chrono_literals;

constexpr auto sign_of_life_after = 1s;  // far below any sensible stall limit
constexpr std::size_t words_frame_bytes = 128_KiB;
constexpr std::size_t word_text_max = 1_KiB;  // longer ones are no words
constexpr std::size_t word_overhead = 40;     // of a word in a frame, besides its text
constexpr std::size_t block_overhead = 16;    // of a block in a frame, besides its text

// The document's bytes, mapped: only what is looked at costs memory.
class MappedDocument {
public:
    MappedDocument(int fd, std::uint64_t bytes) {
        struct stat status {};
        // Pages behind the end of a file kill who touches them.
        if (::fstat(fd, &status) != 0 || static_cast<std::uint64_t>(status.st_size) < bytes) return;
        void* address = ::mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, fd, 0);
        if (address == MAP_FAILED) return;
        content_ = {static_cast<const char*>(address), bytes};
    }
    MappedDocument(const MappedDocument&) = delete;
    MappedDocument& operator=(const MappedDocument&) = delete;
    ~MappedDocument() {
        if (is_mapped()) ::munmap(const_cast<char*>(content_.data()), content_.size());
    }

    bool is_mapped() const { return content_.data() != nullptr; }
    std::string_view content() const { return content_; }

private:
    std::string_view content_;
};

ReadOutcome read_received(
    const ReceivedOrder& received, const ReadDocument& read, BlockSender& sender
) {
    const MappedDocument document{received.document.get(), received.order.bytes};
    if (!document.is_mapped())
        return DocumentFailure{"internal", "The stored document could not be read."};
    try {
        return read(received.order, document.content(), sender);
    } catch (const std::bad_alloc&) {
        ::_exit(out_of_memory_exit);
    } catch (const std::exception&) {
        return DocumentFailure{"malformed", "The document could not be understood."};
    }
}

}  // namespace

void BlockSender::add(Block block) {
    if (gathered_bytes_ + block.text.size() > block_text_max) flush();
    gathered_bytes_ += block.text.size() + block_overhead;
    gathered_.blocks.push_back(std::move(block));
}

void BlockSender::tell_part_read(double part_read) {
    gathered_.part_read = part_read;
    if (std::chrono::steady_clock::now() - last_sent_ > sign_of_life_after) flush();
}

void BlockSender::flush() {
    send_all(socket_, encode(gathered_));
    gathered_.blocks.clear();
    gathered_bytes_ = 0;
    last_sent_ = std::chrono::steady_clock::now();
}

void BlockSender::begin_child(ChildBegins child) {
    flush();
    child.name = utf8::prefix(child.name, child_name_max);
    child.content_type = utf8::prefix(child.content_type, child_name_max);
    send_all(socket_, encode(child));
}

void BlockSender::add_child_bytes(std::string_view bytes) {
    for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), child_bytes_max))) {
        send_all(socket_, encode_child_bytes(bytes.substr(0, child_bytes_max)));
    }
    last_sent_ = std::chrono::steady_clock::now();
}

void BlockSender::end_child() {
    send_all(socket_, encode(ChildEnds{}));
}

void BlockSender::add_words(const PageWords& page) {
    PageWords part{page.page, page.width, page.height, {}};
    std::size_t bytes = 0;
    for (const auto& word : page.words) {
        auto& added = part.words.emplace_back(word);
        added.text = utf8::prefix(word.text, word_text_max);
        bytes += added.text.size() + word_overhead;
        if (bytes < words_frame_bytes) continue;
        send_all(socket_, encode(part));
        part.words.clear();
        bytes = 0;
    }
    send_all(socket_, encode(part));  // a page without words is told, too
    last_sent_ = std::chrono::steady_clock::now();
}

int serve_documents(int socket, const HelperWalls& walls, const ReadDocument& read) {
    std::set_new_handler([] { ::_exit(out_of_memory_exit); });
    while (const auto received = receive_order(socket)) {
        if (walls.memory_bytes != 0)
            limit_address_space(walls.memory_bytes + received->order.bytes);
        BlockSender sender{socket};
        const auto outcome = read_received(*received, read, sender);
        sender.flush();
        send_end(socket, outcome);
    }
    return 0;
}

}  // namespace ingestd::extract
