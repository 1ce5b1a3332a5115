#include <cerrno>

#include <fcntl.h>
#include <ingestd/app/configuration_file.hpp>
#include <ingestd/app/errc.hpp>
#include <ingestd/base/unique_fd.hpp>
#include <ingestd/base/units.hpp>
#include <unistd.h>

namespace ingestd::app {
namespace {

constexpr std::size_t file_bytes_max = 1_MiB;  // a mistaken --config must not fill memory

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r";
    const auto begin = text.find_first_not_of(blank);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

// The text without a comment that follows it: '#' counts at the beginning and after a blank.
std::string_view without_comment(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '#' && (at == 0 || text[at - 1] == ' ' || text[at - 1] == '\t')) {
            return trimmed(text.substr(0, at));
        }
    }
    return text;
}

// A value in quotes, which opens `text`; nullopt where it does not end, or something follows it.
std::optional<std::string> unquoted(std::string_view text) {
    std::string value;
    for (std::size_t at = 1; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '"') {
            if (!without_comment(trimmed(text.substr(at + 1))).empty()) return std::nullopt;
            return value;
        }
        const bool escapes =
            c == '\\' && at + 1 < text.size() && (text[at + 1] == '"' || text[at + 1] == '\\');
        value += escapes ? text[++at] : c;
    }
    return std::nullopt;
}

// Reads one line into `file`; the answer is what is wrong with it, empty when nothing is.
std::string_view read_line(
    std::string_view line, const std::string& where, ConfigurationFile& file
) {
    if (line.empty() || line.front() == '#' || line.front() == ';') return {};
    if (line.front() == '[') return "sections are not used: write name = value";
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) return "this is not name = value";
    const auto name = trimmed(line.substr(0, equals));
    if (name.empty()) return "a name is missing before '='";

    const auto written = trimmed(line.substr(equals + 1));
    auto value = written.starts_with('"') ? unquoted(written)
                                          : std::optional<std::string>{without_comment(written)};
    if (!value) return "the quoted value does not end where the line does";
    file.settings.push_back({std::string{name}, std::move(*value), where});
    return {};
}

}  // namespace

ConfigurationFile parse_configuration_file(std::string_view text, std::string_view file_name) {
    ConfigurationFile file;
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        const auto line = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const auto where = std::string{file_name} + ':' + std::to_string(number);
        const auto wrong = read_line(line, where, file);
        if (!wrong.empty()) file.problems.push_back(where + ": " + std::string{wrong});
    }
    return file;
}

Result<ConfigurationFile> read_configuration_file(const std::filesystem::path& file) {
    const UniqueFd opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!opened) return errno_error("cannot open " + file.string());
    std::string text;
    std::array<char, 16_KiB> piece;
    while (true) {
        const auto count = ::read(opened.get(), piece.data(), piece.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno_error("cannot read " + file.string());
        if (count == 0) break;
        text.append(piece.data(), static_cast<std::size_t>(count));
        if (text.size() > file_bytes_max) {
            return Error{
                Errc::bad_configuration_file,
                file.string() + " is larger than 1 MiB: it is not a configuration file"};
        }
    }
    return parse_configuration_file(text, file.string());
}

}  // namespace ingestd::app
