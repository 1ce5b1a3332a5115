#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <string_view>
#include <vector>

#include <ingestd/client/progress_line.hpp>
#include <ingestd/client/terminal_text.hpp>

namespace ingestd::client {
namespace {

constexpr std::size_t bar_columns = 20;
constexpr std::size_t bar_columns_min = 8;
constexpr std::string_view gap = "  ";

std::string_view emoji_of(Status status) {
    switch (status) {
        case Status::received:
            return "📥";
        case Status::extracting:
            return "📖";
        case Status::chunking:
            return "✂️";
        case Status::enriching:
            return "✨";
        case Status::indexing:
            return "🗂️";
        case Status::completed:
            return "✅";
        case Status::failed:
            return "❌";
        case Status::cancelled:
            return "🚫";
    }
    return "";
}

std::string headline(Status status) {
    return std::string{emoji_of(status)} + ' ' + std::string{to_string(status)};
}

std::string percent_text(double percent) {
    char text[16];
    std::snprintf(text, sizeof text, "%.1f %%", std::clamp(percent, 0.0, 100.0));
    return text;
}

std::string bar(double percent, std::size_t columns) {
    const auto share = std::clamp(percent, 0.0, 100.0) / 100 * static_cast<double>(columns);
    const auto full = static_cast<std::size_t>(share);
    std::string out;
    for (std::size_t i = 0; i < columns; ++i) out += i < full ? "█" : "░";
    return out;
}

std::string chunks_text(const UploadEvent& event) {
    if (event.total_chunks == 0) return "no chunks yet";
    const auto about = event.total_is_estimate && event.total_chunks > 0 ? "about " : "";
    return std::to_string(event.current_chunk) + " of " + about +
           std::to_string(event.total_chunks) + " chunks";
}

std::string documents_text(const UploadEvent& event) {
    auto text = std::to_string(event.documents_completed) + " of " +
                std::to_string(event.documents_total) + " documents";
    if (event.documents_failed > 0)
        text += ", " + std::to_string(event.documents_failed) + " failed";
    return text;
}

std::string time_left(double seconds) {
    const auto whole = std::llround(std::clamp(seconds, 0.0, 1e9));
    if (whole < 60) return std::to_string(whole) + " s left";
    if (whole < 3600) return std::to_string((whole + 59) / 60) + " min left";
    return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min left";
}

// "Completed" beside "✅ completed" would tell nothing.
bool says_the_status(const UploadEvent& event) {
    const auto status = to_string(event.status);
    return event.message.empty() ||
           std::ranges::equal(event.message, status, [](unsigned char a, unsigned char b) {
               return std::tolower(a) == b;
           });
}

// Parts in the order of their place on the line, each dropped when the line is full.
class Line {
public:
    explicit Line(std::size_t columns) : columns_{columns} {}

    std::size_t left() const { return columns_ - width_; }
    // Whether it found room.
    bool add(std::string_view part) {
        const auto before = text_.empty() ? std::string_view{} : gap;
        const auto width = before.size() + display_width(part);
        if (part.empty() || width > left()) return false;
        text_ += before;
        text_ += part;
        width_ += width;
        return true;
    }
    // The last part gets what is left, and is cut where it must be.
    void add_tail(std::string_view part) {
        constexpr std::size_t worth_showing = 8;
        if (left() >= gap.size() + worth_showing) add(fit(part, left() - gap.size()));
    }
    std::string take() { return std::move(text_); }

private:
    std::size_t columns_;
    std::size_t width_ = 0;
    std::string text_;
};

}  // namespace

std::string progress_line(const UploadEvent& event, std::size_t columns) {
    std::vector<std::string> figures{percent_text(event.percent), chunks_text(event)};
    if (event.documents_total > 1) figures.push_back(documents_text(event));
    if (event.eta_seconds && event.waiting_on.empty()) {
        figures.push_back(time_left(*event.eta_seconds));
    }
    std::size_t figures_width = gap.size();
    for (const auto& figure : figures) figures_width += gap.size() + display_width(figure);

    Line line{columns};
    if (!line.add(headline(event.status))) line.add(fit(to_string(event.status), columns));
    const auto for_bar = line.left() > figures_width ? line.left() - figures_width : 0;
    line.add(bar(event.percent, std::clamp(for_bar, bar_columns_min, bar_columns)));
    for (const auto& figure : figures) line.add(figure);
    line.add_tail(
        event.waiting_on.empty() ? harmless_line(event.current_document)
                                 : "waiting: " + harmless_line(event.waiting_on)
    );
    return line.take();
}

std::string sending_line(const Sending& sending, std::size_t columns) {
    const auto share = sending.total_bytes == 0 ? 1.0
                                                : static_cast<double>(sending.sent_bytes) /
                                                      static_cast<double>(sending.total_bytes);
    Line line{columns};
    line.add("📤 sending");
    line.add(bar(100 * share, bar_columns));
    line.add(human_size(sending.sent_bytes) + " of " + human_size(sending.total_bytes));
    line.add_tail(harmless_line(sending.filename));
    return line.take();
}

std::string ending_line(const UploadEvent& event) {
    auto text = headline(event.status) + std::string{gap} + std::to_string(event.current_chunk) +
                (event.current_chunk == 1 ? " chunk" : " chunks");
    if (!says_the_status(event)) text += std::string{gap} + harmless_line(event.message);
    if (!event.error.empty()) text += std::string{gap} + harmless_line(event.error);
    return text;
}

std::string failure_line(const FailedDocument& document) {
    auto text = harmless_line(document.filename);
    if (document.page > 0) text += ", page " + std::to_string(document.page);
    text += ": " + harmless_line(document.detail.empty() ? "no reason was given" : document.detail);
    if (!document.code.empty()) text += " (" + harmless_line(document.code) + ")";
    return text;
}

std::optional<std::string> PlainProgress::line(const UploadEvent& event) {
    const auto tenth = static_cast<std::uint64_t>(std::clamp(event.percent, 0.0, 100.0)) / 10;
    const bool is_news =
        status_ != event.status || waiting_on_ != event.waiting_on || tenth > tenth_;
    if (!is_news) return std::nullopt;
    status_ = event.status;
    waiting_on_ = event.waiting_on;
    tenth_ = tenth;
    auto text = std::string{to_string(event.status)} + ' ' + percent_text(event.percent) + ", " +
                chunks_text(event);
    if (event.documents_total > 1) text += ", " + documents_text(event);
    if (!event.waiting_on.empty()) text += ", waiting: " + harmless_line(event.waiting_on);
    return text;
}

std::string human_size(std::uint64_t bytes) {
    constexpr std::string_view units[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    auto size = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; size >= 999.5 && unit + 1 < std::size(units); ++unit) size /= 1000;
    char text[32];
    std::snprintf(text, sizeof text, unit == 0 || size >= 99.95 ? "%.0f" : "%.1f", size);
    return std::string{text} + ' ' + std::string{units[unit]};
}

}  // namespace ingestd::client
