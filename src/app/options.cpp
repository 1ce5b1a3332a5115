// The table of everything that can be set.
#include <limits>

#include <ingestd/app/configuration.hpp>
#include <ingestd/base/units.hpp>
#include <ingestd/document/upload_options.hpp>
#include <ingestd/embed/embedder_spec.hpp>
#include <ingestd/enrich/webhook_set.hpp>

#include "option_values.hpp"

namespace ingestd::app {
namespace {

using namespace std::chrono_literals;

using http::Settings;

constexpr std::uint64_t threads_max = 1024;

constexpr std::string_view level_names[] = {"debug", "info", "warn", "error"};

OptionValue log_level_value() {
    auto set = [](Configuration& into, std::string_view text) -> std::optional<std::string> {
        for (std::size_t i = 0; i < std::size(level_names); ++i) {
            if (level_names[i] != text) continue;
            into.log_level = static_cast<log::Level>(i);
            return std::nullopt;
        }
        return "is none of debug, info, warn, error";
    };
    auto show = [](const Configuration& from) {
        return std::string{level_names[static_cast<std::size_t>(from.log_level)]};
    };
    return {set, show};
}

// Unset, it depends on the disk.
OptionValue disk_reserve_value() {
    auto set = [](Configuration& into, std::string_view text) -> std::optional<std::string> {
        const auto bytes = parse_size(text);
        if (!bytes) return "is not a size such as 16MiB, 64KiB or 1000";
        into.disk_reserve = *bytes;
        return std::nullopt;
    };
    auto show = [](const Configuration& from) {
        return from.disk_reserve ? format_size(*from.disk_reserve) : std::string{};
    };
    return {set, show};
}

std::optional<std::string> wrong_with_host(std::string_view host) {
    if (host.empty() || host.find_first_of("/ \t@") != std::string_view::npos) {
        return "is not a host name such as docs.example.org";
    }
    return std::nullopt;
}

// An origin is scheme, host and port, nothing after it.  source: RFC 6454, section 6.2
std::optional<std::string> wrong_with_origin(std::string_view origin) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!origin.starts_with(scheme)) continue;
        const auto rest = origin.substr(scheme.size());
        if (!rest.empty() && rest.find_first_of("/?# \t@") == std::string_view::npos) {
            return std::nullopt;
        }
    }
    return "is not an origin such as https://docs.example.org";
}

std::optional<std::string> wrong_with_language(std::string_view name) {
    if (is_ocr_language(name)) return std::nullopt;
    return "is no name of Tesseract's such as eng, deu or chi_sim";
}

std::optional<std::string> wrong_with_embedder(std::string_view spec) {
    const auto parsed = embed::parse_embedder_spec(spec);
    if (!parsed) return "is no embedder: " + parsed.error().detail;
    if (parsed->name == no_embedder) return "has a name that stands for having no embedder";
    return std::nullopt;
}

std::optional<std::string> wrong_with_enricher(std::string_view spec) {
    const auto parsed = enrich::parse_enricher_spec(spec);
    if (!parsed) return "is no enricher: " + parsed.error().detail;
    return std::nullopt;
}

// What it names is looked for when the server starts.
std::optional<std::string> any_word(std::string_view) {
    return std::nullopt;
}

struct Words {
    std::string_view name;
    std::string_view value_name;
    std::string_view help;
};

Option option(Words words, OptionValue value) {
    Option made;
    made.name = words.name;
    made.value_name = words.value_name;
    made.help = words.help;
    made.set = std::move(value.set);
    made.show = std::move(value.show);
    return made;
}

Option list_option(Words words, OptionValue value) {
    auto made = option(words, std::move(value));
    made.is_list = true;
    return made;
}

Option with_default(Option made, std::string_view default_is) {
    made.default_is = default_is;
    return made;
}

Option for_clients(Option made) {
    made.audience = Audience::client;
    return made;
}

// The fields of a Configuration, and of its http settings, as option_values.hpp takes them.
auto own(auto member) {
    return [member](auto& configuration) -> auto& {
        return configuration.*member;
    };
}
auto of_http(auto member) {
    return [member](auto& configuration) -> auto& {
        return configuration.http.*member;
    };
}

void add_places(std::vector<Option>& table) {
    table.push_back(option(
        {"host",
         "ADDRESS",
         "Address to listen on; beyond loopback, anyone who reaches it may use it"},
        text_value(of_http(&Settings::host))
    ));
    table.push_back(option(
        {"port", "PORT", "Port to listen on; 0 takes any free one"},
        count_value(of_http(&Settings::port), 0, 65'535)
    ));
    table.push_back(with_default(
        option(
            {"data-dir", "DIR", "Where uploads and collections are kept; one server a directory"},
            text_value(own(&Configuration::data_dir))
        ),
        "$XDG_DATA_HOME/ingestd, else ~/.local/share/ingestd"
    ));
    table.push_back(with_default(
        option(
            {"disk-reserve",
             "SIZE",
             "Room that is left free on the data directory's disk: uploads are refused (507) before"
             " it is touched, and work pauses when half of it is; 0 leaves none"},
            disk_reserve_value()
        ),
        "256MiB, or 1 % of the disk where that is less"
    ));
    table.push_back(list_option(
        {"allow-host", "HOST", "Name that requests may give in Host, besides loopback names"},
        list_value(of_http(&Settings::allow_hosts), wrong_with_host)
    ));
    table.push_back(list_option(
        {"allow-origin", "ORIGIN", "Origin of web pages that may call the server, besides its own"},
        list_value(of_http(&Settings::allow_origins), wrong_with_origin)
    ));
}

void add_enrichment(std::vector<Option>& table) {
    table.push_back(list_option(
        {"enricher",
         "NAME=webhook:URL",
         "A service of your own that says more of chunks: webhook:URL?batch=…"},
        list_value(own(&Configuration::enrichers), wrong_with_enricher)
    ));
    table.push_back(list_option(
        {"default-enricher", "NAME", "Enricher that sees uploads which name none themselves"},
        list_value(own(&Configuration::default_enrichers), any_word)
    ));
}

void add_embedding(std::vector<Option>& table) {
    table.push_back(list_option(
        {"embedder",
         "NAME=KIND:PLACE",
         "What makes vectors of chunks besides the built-in hash: onnx:DIR, openai:URL?model=…"},
        list_value(own(&Configuration::embedders), wrong_with_embedder)
    ));
    table.push_back(option(
        {"default-embedder", "NAME", "What collections begin with; none: without vectors"},
        text_value(own(&Configuration::default_embedder))
    ));
    table.push_back(with_default(
        option(
            {"onnx-library", "FILE", "ONNX Runtime, which runs models of the kind onnx"},
            text_value(own(&Configuration::onnx_library))
        ),
        "libonnxruntime.so in the model's directory, else the system's"
    ));
    table.push_back(option(
        {"model-threads", "N", "Threads that run each local model"},
        count_value(own(&Configuration::model_threads), 1, threads_max)
    ));
}

void add_work(std::vector<Option>& table) {
    table.push_back(option(
        {"workers", "N", "Threads that chunk, enrich and index; 0 takes one a core"},
        count_value(own(&Configuration::workers), 0, threads_max)
    ));
    table.push_back(option(
        {"helpers-max", "N", "Extraction helper processes at the same time"},
        count_value(own(&Configuration::helpers_max), 1, threads_max)
    ));
    table.push_back(option(
        {"helper-memory-max",
         "SIZE",
         "Memory of one helper, besides its document; 0 sets no limit"},
        size_value(own(&Configuration::helper_memory_max), 0)
    ));
    table.push_back(option(
        {"helper-silence-max",
         "DURATION",
         "A helper silent for so long is stuck: its document fails"},
        duration_value(own(&Configuration::helper_silence_max), 1s)
    ));
    table.push_back(with_default(
        option(
            {"extract-program", "FILE", "The extraction helper"},
            text_value(own(&Configuration::extract_program))
        ),
        "ingestd-extract beside the server, else in ../libexec/ingestd"
    ));
    table.push_back(with_default(
        list_option(
            {"ocr-languages",
             "LANGUAGE",
             "Language that pictures and scans are read in, as Tesseract calls it, where an upload"
             " names none"},
            list_value(own(&Configuration::ocr_languages), wrong_with_language)
        ),
        "eng"
    ));
    table.push_back(with_default(
        option(
            {"tessdata-dir", "DIR", "Where Tesseract's data lies"},
            text_value(own(&Configuration::tessdata_dir))
        ),
        "$TESSDATA_PREFIX, else where Debian puts it"
    ));
    add_enrichment(table);
    add_embedding(table);
    table.push_back(option(
        {"forget-after", "DURATION", "How long an ended upload stays in memory for late watchers"},
        duration_value(own(&Configuration::forget_after), 0ms)
    ));
    table.push_back(option(
        {"keep-history",
         "DURATION",
         "How long ended uploads stay in the history, to be looked at and retried; 0s for ever"},
        duration_value(own(&Configuration::keep_history), 0ms)
    ));
    table.push_back(option({"log-level", "LEVEL", "debug, info, warn or error"}, log_level_value())
    );
}

void add_size_limits(std::vector<Option>& table) {
    table.push_back(option(
        {"body-bytes-max", "SIZE", "Largest body of one upload; 413 past it"},
        size_value(of_http(&Settings::body_bytes_max), 1)
    ));
    table.push_back(option(
        {"json-body-bytes-max",
         "SIZE",
         "Largest JSON body, which is parsed as a whole; 413 past it"},
        size_value(of_http(&Settings::json_body_bytes_max), 1)
    ));
    table.push_back(option(
        {"documents-max", "N", "Most documents of one upload; 413 past it"},
        count_value(of_http(&Settings::documents_max), 1, std::numeric_limits<std::uint32_t>::max())
    ));
    table.push_back(option(
        {"head-bytes-max", "SIZE", "Largest request head; 431 past it"},
        size_value(of_http(&Settings::head_bytes_max), 1_KiB)
    ));
    table.push_back(option(
        {"connections-max", "N", "Most connections at the same time"},
        count_value(of_http(&Settings::connections_max), 1, 1'000'000)
    ));
}

void add_time_limits(std::vector<Option>& table) {
    table.push_back(option(
        {"head-timeout", "DURATION", "For a whole request head, whatever trickles in; 408 past it"},
        duration_value(of_http(&Settings::head_timeout), 1s)
    ));
    table.push_back(option(
        {"keep-alive-timeout", "DURATION", "Between two requests of a connection"},
        duration_value(of_http(&Settings::keep_alive_timeout), 1s)
    ));
    table.push_back(option(
        {"body-silence-max", "DURATION", "Of a body, without a byte; 408 past it"},
        duration_value(of_http(&Settings::body_silence_max), 1s)
    ));
    table.push_back(option(
        {"body-rate-after", "DURATION", "From then on a body must keep --body-rate-min on average"},
        duration_value(of_http(&Settings::body_rate_after), 1s)
    ));
    table.push_back(option(
        {"body-rate-min", "SIZE", "Bytes a second that a long body must keep; 0 asks for none"},
        size_value(of_http(&Settings::body_rate_min), 0)
    ));
    table.push_back(option(
        {"ping-every", "DURATION", "Between two pings of a WebSocket"},
        duration_value(of_http(&Settings::ping_every), 1s)
    ));
    table.push_back(option(
        {"web-socket-silence-max",
         "DURATION",
         "A WebSocket whose peer is silent for so long is dropped"},
        duration_value(of_http(&Settings::web_socket_silence_max), 1s)
    ));
    table.push_back(option(
        {"stop-grace",
         "DURATION",
         "For requests in work when the server is stopped; then they end"},
        duration_value(of_http(&Settings::stop_grace), 0ms)
    ));
}

std::vector<Option> make_options() {
    std::vector<Option> table;
    add_places(table);
    add_work(table);
    add_size_limits(table);
    add_time_limits(table);
    table.push_back(for_clients(option(
        {"server", "URL", "The server that upload, watch, search and sync talk to"},
        text_value(own(&Configuration::server))
    )));
    return table;
}

}  // namespace

std::span<const Option> options() {
    static const auto table = make_options();
    return table;
}

}  // namespace ingestd::app
