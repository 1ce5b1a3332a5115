#include "ledger_audit.hpp"

#include <algorithm>

#include <ingestd/base/log.hpp>

namespace ingestd::index {

void LedgerAudit::begin(LedgerLine line) {
    end();
    line_ = std::move(line);
    chunks_ = 0;
    covered_ = 0;
    has_complained_ = false;
}

void LedgerAudit::add(const ChunkPlace& chunk) {
    if (chunk.position != chunks_) {
        complain("chunk " + std::to_string(chunks_) + " is not there");
        chunks_ = chunk.position;
    } else if (chunk.range_end <= chunk.range_begin || chunk.range_end - chunk.range_begin != chunk.text_bytes) {
        complain("chunk " + std::to_string(chunk.position) + " is not as long as its range");
    } else if (chunk.range_begin > covered_) {
        complain("text is missing before chunk " + std::to_string(chunk.position));
    }
    ++chunks_;
    covered_ = std::max(covered_, chunk.range_end);
}

void LedgerAudit::end() {
    if (!line_) return;
    if (chunks_ != line_->chunks) {
        complain(
            "the ledger counts " + std::to_string(line_->chunks) + " chunks, and there are " +
            std::to_string(chunks_)
        );
    } else if (covered_ != line_->text_bytes) {
        complain(
            "the ledger counts " + std::to_string(line_->text_bytes) +
            " bytes of text, and there are " + std::to_string(covered_)
        );
    }
    line_.reset();
}

void LedgerAudit::complain(const std::string& what) {
    if (std::exchange(has_complained_, true)) return;
    findings_.add_damage(
        {file_,
         "document " + log::quote_unless_plain(line_->name) + ": " + what,
         "upload that document again, or restore a backup"}
    );
}

}  // namespace ingestd::index
