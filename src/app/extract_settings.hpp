// What the configuration says of extraction. Private to the room.
#pragma once

#include <filesystem>

#include <boost/asio/io_context.hpp>

#include <ingestd/app/configuration.hpp>
#include <ingestd/extract/extractors.hpp>

namespace ingestd::app {

inline extract::Settings extract_settings(
    const Configuration& configuration, std::filesystem::path program, boost::asio::io_context& io
) {
    extract::Settings settings;
    settings.helper_program = std::move(program);
    settings.executor = io.get_executor();
    settings.max_helpers = configuration.helpers_max;
    settings.stall_limit = configuration.helper_silence_max;
    settings.helper_memory_bytes = configuration.helper_memory_max;
    if (!configuration.ocr_languages.empty()) settings.ocr_languages = configuration.ocr_languages;
    settings.tessdata = configuration.tessdata_dir;
    return settings;
}

}  // namespace ingestd::app
