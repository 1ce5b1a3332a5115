// `ingestd extract FILE`: what would be indexed of a file, without a server.
#pragma once

#include <filesystem>

#include <ingestd/app/block_printer.hpp>
#include <ingestd/app/configuration.hpp>
#include <ingestd/client/options_field.hpp>

namespace ingestd::app {

struct ExtractCommand {
    Configuration configuration;  // of the helper
    std::filesystem::path file;
    ExtractForm form = ExtractForm::text;
    client::ReadingOptions reading{};
};

// Prints on the standard output what a server would extract, through the same helper behind the
// same walls; warnings and failures on the standard error.
//   answers  exit status: 0 extracted, 1 not, or not all of it, 2 the file or the helper is not
//   there
int run_extract(const ExtractCommand& command);

}  // namespace ingestd::app
