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
        case Errc::destination_exists:
            return "the destination exists already";
        case Errc::backup_running:
            return "another backup is being written there";
        case Errc::no_space:
            return "there is not enough room on the disk";
        case Errc::source_damaged:
            return "what is to be copied is damaged";
        case Errc::holds_data:
            return "the directory holds data already";
        case Errc::not_a_data_dir:
            return "the directory is not one that a server can be started on";
        case Errc::bad_socket:
            return "the socket that was passed cannot be used";
    }
    return "unknown";
}

}  // namespace ingestd::app
