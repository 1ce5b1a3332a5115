// Formats that their first bytes give away. Private to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ingestd::extract {

// Whether a PDF begins here: its mark may stand behind up to 1024 bytes of something else.
bool is_pdf(std::string_view head);

// The container of Office documents of before 2007, and of later ones that are encrypted.
bool is_compound_file(std::string_view head);

// Whether it is seen that the container holds a later document, encrypted as a whole.
bool is_encrypted_office(std::string_view head);

// Whether it is seen that a compound file holds a stream whose name begins so (or holds this).
bool holds_stream(std::string_view head, std::string_view name);

// Whether an archive begins here, or a file packed by gzip or the like; ZIP apart.
bool is_archive(std::string_view head);

// Whether a picture begins here of a kind that is read: PNG, JPEG, GIF, TIFF, WebP, BMP, PNM.
bool is_picture(std::string_view head);

// The name, for a person, of a format that has a signature and is not read yet.
std::optional<std::string> unsupported_by_signature(std::string_view head);

// The name, for a person, of a format that a file's ending promises and that is not read yet.
std::optional<std::string> unsupported_by_ending(std::string_view ending);

}  // namespace ingestd::extract
