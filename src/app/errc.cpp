#include <ingestd/app/errc.hpp>

namespace ingestd::app {

std::string_view describe(Errc code) {
    switch (code) {
        case Errc::data_dir_locked:
            return "another server uses the data directory";
        case Errc::no_extract_program:
            return "the extraction helper was not found";
        case Errc::bad_configuration_file:
            return "the configuration file cannot be used";
    }
    return "unknown";
}

}  // namespace ingestd::app
