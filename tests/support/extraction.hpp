// Runs an ExtractStream to its end.
#pragma once

#include <memory>
#include <semaphore>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include <boost/asio.hpp>

#include <ingestd/extract/extractors.hpp>

namespace ingestd::test {

// An io_context with a thread of its own, for what extractors wait on.
class IoThread {
public:
    boost::asio::any_io_executor executor() { return io_.get_executor(); }
    ~IoThread() {
        work_.reset();
        thread_.join();
    }

private:
    boost::asio::io_context io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_ =
        boost::asio::make_work_guard(io_);
    std::thread thread_{[this] { io_.run(); }};
};

// A document inside of another.
struct ExtractedChild {
    std::string name;
    std::string content_type;
    std::string bytes;
    bool is_whole = false;
};

// All that a document gave.
//   text          its blocks' texts with their separators between
//   largest_turn  bytes of text that the largest turn gave
struct Extraction {
    std::vector<Block> blocks;
    std::string text;
    std::variant<DocumentFacts, DocumentFailure> end;
    std::vector<double> parts_read;
    std::vector<ExtractedChild> children;
    std::size_t largest_turn = 0;

    bool is_extracted() const { return std::holds_alternative<DocumentFacts>(end); }
    DocumentFacts facts() const {
        return is_extracted() ? std::get<DocumentFacts>(end) : DocumentFacts{};
    }
    // Empty when there was none.
    std::string failure() const {
        return is_extracted() ? "" : std::get<DocumentFailure>(end).code;
    }
    std::string detail() const {
        return is_extracted() ? "" : std::get<DocumentFailure>(end).detail;
    }
};

inline Extraction extract_all(extract::ExtractStream& stream) {
    Extraction all;
    for (;;) {
        auto step = stream.next();
        if (auto* extracted = std::get_if<extract::Extracted>(&step)) {
            all.parts_read.push_back(extracted->part_read);
            std::size_t turn = 0;
            for (auto& block : extracted->blocks) {
                if (!all.blocks.empty()) all.text += separator_text(block.before);
                all.text += block.text;
                turn += block.text.size();
                all.blocks.push_back(std::move(block));
            }
            all.largest_turn = std::max(all.largest_turn, turn);
        } else if (std::holds_alternative<extract::Waiting>(step)) {
            std::binary_semaphore is_ready{0};
            stream.when_ready([&is_ready] { is_ready.release(); });
            is_ready.acquire();
        } else if (auto* child = std::get_if<extract::ChildBegins>(&step)) {
            all.children.push_back(
                {std::move(child->name), std::move(child->content_type), "", false}
            );
        } else if (const auto* bytes = std::get_if<extract::ChildBytes>(&step)) {
            all.children.back().bytes += bytes->bytes;
        } else if (std::holds_alternative<extract::ChildEnds>(step)) {
            all.children.back().is_whole = true;
        } else if (auto* ended = std::get_if<extract::Ended>(&step)) {
            all.end = std::move(ended->facts);
            return all;
        } else {
            all.end = std::get<DocumentFailure>(std::move(step));
            return all;
        }
    }
}

}  // namespace ingestd::test
