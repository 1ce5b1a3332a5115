// Writes a PDF that opens with a password alone, so that none has to be kept as a file.
//   source  ISO 32000-1, section 7.6 (revision 2: RC4 with keys of 40 bits)
#pragma once

#include <cstdio>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <glib.h>

#include "support/pdf.hpp"

namespace ingestd::test {

namespace encrypted_pdf {

inline std::string md5(const std::string& bytes) {
    auto* sum = g_checksum_new(G_CHECKSUM_MD5);
    g_checksum_update(
        sum, reinterpret_cast<const guchar*>(bytes.data()), static_cast<gssize>(bytes.size())
    );
    std::string digest(16, '\0');
    gsize size = digest.size();
    g_checksum_get_digest(sum, reinterpret_cast<guint8*>(digest.data()), &size);
    g_checksum_free(sum);
    return digest;
}

inline std::string rc4(const std::string& key, std::string text) {
    std::vector<unsigned char> state(256);
    std::iota(state.begin(), state.end(), static_cast<unsigned char>(0));
    for (std::size_t i = 0, j = 0; i < 256; ++i) {
        j = (j + state[i] + static_cast<unsigned char>(key[i % key.size()])) % 256;
        std::swap(state[i], state[j]);
    }
    std::size_t i = 0, j = 0;
    for (auto& c : text) {
        i = (i + 1) % 256;
        j = (j + state[i]) % 256;
        std::swap(state[i], state[j]);
        c = static_cast<char>(static_cast<unsigned char>(c) ^ state[(state[i] + state[j]) % 256]);
    }
    return text;
}

inline std::string padded(const std::string& password) {
    static const std::string padding{
        "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08"
        "\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A",
        32};
    return (password + padding).substr(0, 32);
}

inline std::string hex(const std::string& bytes) {
    std::string text = "<";
    for (const char c : bytes) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02X", static_cast<unsigned char>(c));
        text += digits;
    }
    return text + ">";
}

}  // namespace encrypted_pdf

// One page of text.
inline std::string make_encrypted_pdf(
    std::string_view text, const std::string& user_password, const std::string& owner_password
) {
    using namespace encrypted_pdf;
    const std::string id(16, 'i');
    const std::string permissions = "\xFC\xFF\xFF\xFF";  // -4, all of them
    const auto owner = rc4(md5(padded(owner_password)).substr(0, 5), padded(user_password));
    const auto key = md5(padded(user_password) + owner + permissions + id).substr(0, 5);
    const auto user = rc4(key, padded(""));
    const auto of_contents = md5(key + std::string("\4\0\0\0\0", 5)).substr(0, 10);
    const auto contents = rc4(of_contents, pdf_detail::page_content(text));

    const std::vector<std::string> objects{
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font "
        "<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        "<< /Length " + std::to_string(contents.size()) + " >>\nstream\n" + contents +
            "\nendstream"};
    std::string file = "%PDF-1.4\n";
    std::string table = "0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        char entry[32];
        std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", file.size());
        table += entry;
        file += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    return file + "xref\n0 5\n" + table + "trailer\n<< /Size 5 /Root 1 0 R /ID [" + hex(id) +
           hex(id) + "] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O " + hex(owner) + " /U " +
           hex(user) + " >> >>\nstartxref\n" + std::to_string(file.size()) + "\n%%EOF\n";
}

}  // namespace ingestd::test
