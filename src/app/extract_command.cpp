#include <cstdio>
#include <semaphore>
#include <thread>
#include <utility>
#include <variant>

#include <boost/asio.hpp>

#include <fcntl.h>
#include <ingestd/app/extract_command.hpp>
#include <ingestd/app/locations.hpp>
#include <ingestd/base/log.hpp>
#include <ingestd/client/commands.hpp>
#include <ingestd/client/terminal_text.hpp>
#include <ingestd/extract/extractors.hpp>
#include <ingestd/pipeline/nesting.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "children_file.hpp"
#include "extract_settings.hpp"

namespace ingestd::app {
namespace {

namespace asio = boost::asio;

void complain(const std::string& text) {
    std::fprintf(stderr, "ingestd: %s\n", client::harmless(text).c_str());
}

// The standard output: as it is into a file or a pipe, harmless on a terminal.
void print(const std::string& text) {
    static const bool is_terminal = ::isatty(STDOUT_FILENO) == 1;
    const auto shown = is_terminal ? client::harmless(text) : std::string{};
    const auto& out = is_terminal ? shown : text;
    std::fwrite(out.data(), 1, out.size(), stdout);
}

Result<extract::ExtractRequest> open_file(const std::filesystem::path& path) {
    extract::ExtractRequest request;
    request.content = UniqueFd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!request.content) return errno_error(path.string());
    struct stat facts {};
    if (::fstat(request.content.get(), &facts) != 0) return errno_error(path.string());
    if (!S_ISREG(facts.st_mode)) {
        return Error{
            boost::system::errc::make_error_code(boost::system::errc::invalid_argument),
            path.string() + " is no file"};
    }
    request.bytes = static_cast<std::uint64_t>(facts.st_size);
    request.filename = path.filename().string();
    return request;
}

void wait_for(extract::ExtractStream& stream) {
    std::binary_semaphore is_ready{0};
    stream.when_ready([&is_ready] { is_ready.release(); });
    is_ready.acquire();
}

// Why nothing more is taken out of a document, if nothing is.
std::optional<DocumentFailure> keep_child(
    const extract::ExtractStep& step, ChildrenFile& children, pipeline::NestingBudget& budget
) {
    std::optional<DocumentFailure> refusal;
    if (std::holds_alternative<extract::ChildBegins>(step)) refusal = budget.take_document();
    if (const auto* bytes = std::get_if<extract::ChildBytes>(&step))
        refusal = budget.take_bytes(bytes->bytes.size());
    if (refusal) return refusal;
    Result<void> kept;
    if (const auto* begins = std::get_if<extract::ChildBegins>(&step))
        kept = children.begin(*begins);
    if (const auto* bytes = std::get_if<extract::ChildBytes>(&step))
        kept = children.add(bytes->bytes);
    if (std::holds_alternative<extract::ChildEnds>(step)) children.end();
    if (!kept) return DocumentFailure{.code = "internal", .detail = kept.error().detail};
    return std::nullopt;
}

int print_all(
    extract::ExtractStream& stream,
    BlockPrinter& printer,
    const std::string& filename,
    ChildrenFile& children,
    pipeline::NestingBudget& budget
) {
    const auto fail = [&](const DocumentFailure& failure) {
        print(printer.fail(failure));
        complain(filename + ": " + failure.detail + " (" + failure.code + ")");
        return client::exit_failed;
    };
    print(printer.begin(filename));
    for (;;) {
        auto step = stream.next();
        if (auto* extracted = std::get_if<extract::Extracted>(&step)) {
            for (const auto& block : extracted->blocks) print(printer.block(block));
        } else if (std::holds_alternative<extract::Waiting>(step)) {
            wait_for(stream);
        } else if (auto* ended = std::get_if<extract::Ended>(&step)) {
            print(printer.end(ended->facts));
            for (const auto& warning : ended->facts.warnings) complain(filename + ": " + warning);
            return client::exit_completed;
        } else if (const auto* failure = std::get_if<DocumentFailure>(&step)) {
            return fail(*failure);
        } else if (const auto refusal = keep_child(step, children, budget)) {
            return fail(*refusal);
        }
    }
}

// The document and then those inside of it, each as one that was given by itself.
int print_with_children(
    extract::Extractor& extractor,
    extract::ExtractRequest request,
    ExtractForm form,
    pipeline::NestingBudget& budget,
    std::uint32_t depth = 0
) {
    const auto filename = request.filename;
    const auto password = request.password;
    const auto ocr_languages = request.ocr_languages;
    ChildrenFile children;
    int status = client::exit_completed;
    {
        const auto stream = extractor.open(std::move(request));
        const auto printer = make_block_printer(form);
        if (depth > 0) print(printer->announce(filename));
        status = print_all(*stream, *printer, filename, children, budget);
    }
    if (depth == pipeline::nesting_max && children.count() > 0) {
        complain(filename + ": " + pipeline::nested_too_deep().detail);
        return client::exit_failed;
    }
    for (std::size_t child = 0; child < children.count(); ++child) {
        auto inner = children.open(child, filename + '/' + children.name(child));
        if (!inner) return complain(inner.error().detail), client::exit_failed;
        inner->password = password;
        inner->ocr_languages = ocr_languages;
        const int ended =
            print_with_children(extractor, std::move(*inner), form, budget, depth + 1);
        if (status == client::exit_completed) status = ended;
    }
    return status;
}

}  // namespace

int run_extract(const ExtractCommand& command) {
    auto program = find_extract_program(command.configuration);
    if (!program) return complain(program.error().detail), client::exit_usage;
    auto request = open_file(command.file);
    if (!request) {
        const auto& why = request.error();
        complain(why.detail.empty() ? why.code.message() : why.detail);
        return client::exit_usage;
    }
    request->password = command.reading.password;
    request->ocr_languages = command.reading.ocr_languages;
    asio::io_context io;
    auto work = asio::make_work_guard(io);
    std::jthread thread{[&io] { io.run(); }};
    int status = client::exit_failed;
    {
        const auto extractor =
            extract::make_extractor(extract_settings(command.configuration, std::move(*program), io)
            );
        pipeline::NestingBudget budget{request->bytes};
        status = print_with_children(*extractor, std::move(*request), command.form, budget);
    }
    work.reset();
    return status;
}

}  // namespace ingestd::app
