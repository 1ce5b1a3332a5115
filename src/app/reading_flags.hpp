// The flags that tell how documents are read: the same of upload, sync and extract.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <ingestd/app/configuration.hpp>

namespace ingestd::app {

// What CLI11 writes into.
struct ReadingFlags {
    std::string password;
    std::vector<std::string> ocr_languages;

    void declare(CLI::App& of);

    // Takes the password of INGESTD_DOCUMENT_PASSWORD where no flag gives one: a flag is seen by
    // everybody on the machine who lists processes.
    //   answers  what is wrong with them, without the password
    std::optional<std::string> settle(const Environment& environment);
};

}  // namespace ingestd::app
