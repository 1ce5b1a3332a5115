// What can be set of the program, and the table that every way of setting it is made from.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/log.hpp>
#include <ingestd/base/units.hpp>
#include <ingestd/client/server_address.hpp>
#include <ingestd/http/settings.hpp>

namespace ingestd::app {

//   data_dir         never empty in what resolve() gives
//   extract_program  the extraction helper; empty: find_extract_program() looks beside the server
//   ocr_languages    that pictures are read with where an upload names none; empty: English
//   tessdata_dir     where Tesseract's data lies; empty: where Debian puts it
//   server           which server the client commands talk to
struct Configuration {
    http::Settings http;
    std::filesystem::path data_dir;
    std::optional<std::uint64_t> disk_reserve;  // bytes left free; nullopt: see disk::Reserve
    unsigned workers = 0;                       // pipeline threads; 0: one a core
    unsigned helpers_max = 16;  // at the same time; they sleep while nobody reads what they found
    std::filesystem::path extract_program;
    std::size_t helper_memory_max = 1_GiB;  // of one helper, besides its document; 0: no limit
    std::chrono::milliseconds helper_silence_max = std::chrono::minutes{2};  // then it is stuck
    std::vector<std::string> ocr_languages;
    std::filesystem::path tessdata_dir;
    std::vector<std::string> embedders;          // as embed::parse_embedder_spec takes them
    std::string default_embedder{"hash"};        // "none": collections begin without vectors
    std::vector<std::string> enrichers;          // as enrich::parse_enricher_spec takes them
    std::vector<std::string> default_enrichers;  // of uploads that name none
    std::filesystem::path onnx_library;          // empty: see embed::EmbedderSettings
    unsigned model_threads = 1;                  // of each local model
    std::chrono::milliseconds forget_after = std::chrono::minutes{5};  // promised to late watchers
    std::chrono::milliseconds keep_history = std::chrono::hours{24 * 30};  // 0: for ever
    log::Level log_level = log::Level::info;
    std::string server{client::default_server};
};

enum class Audience { server, client };

// One thing that can be set. `name` is the flag's (--NAME) and the file's; in the environment it is
// INGESTD_NAME, upper case, with '_' for '-'.
//   value_name  what stands for the value in the help ("PORT")
//   is_list     a flag given again adds one; in the environment and the file, commas separate
//   set         takes a value; the answer is what is wrong with it, nullopt when nothing is
//   show        the value as a person would write it; for a list, its parts with commas
//   default_is  what the help says where the default depends on the machine; else empty
struct Option {
    std::string_view name;
    std::string_view value_name;
    std::string_view help;
    Audience audience = Audience::server;
    bool is_list = false;
    std::function<std::optional<std::string>(Configuration&, std::string_view)> set;
    std::function<std::string(const Configuration&)> show;
    std::string_view default_is;

    std::string flag() const;
    std::string environment_variable() const;
    std::string default_text() const;
};

// In the order of the help and of docs/configuration.md.
std::span<const Option> options();

// A value that somebody gave.
//   where  for a person: "--port", "INGESTD_PORT", "ingestd.conf:3"
struct Setting {
    std::string name;
    std::string value;
    std::string where;

    friend bool operator==(const Setting&, const Setting&) = default;
};

// Looks a variable of the environment up; nullopt where it is not set.
using Environment = std::function<std::optional<std::string>(const std::string&)>;

// Where values come from. A flag beats the environment, which beats the file, which beats the
// default.
struct Sources {
    std::vector<Setting> flags;
    Environment environment;
    std::vector<Setting> file;
};

// The configuration, and a sentence for each value that was not taken, with where it stands.
struct Resolved {
    Configuration configuration;
    std::vector<std::string> problems;
};

// Only the options for `audience` are set: a client command does not mind what a server would
// refuse. Pure, but for what `environment` reads.
Resolved resolve(const Sources& sources, Audience audience = Audience::server);

}  // namespace ingestd::app
