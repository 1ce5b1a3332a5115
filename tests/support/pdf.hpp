// Writes PDFs for tests, so that none has to be kept as a file.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace ingestd::test {

// A link on the first page.
//   area    "x0 y0 x1 y1", from the page's lower left corner
//   action  as it stands in the file: "/S /URI /URI (https://example.org)"
struct PdfLinkArea {
    std::string area;
    std::string action;
};

// What a made PDF has besides its pages.
struct PdfExtras {
    std::string title = {};
    std::string author = {};
    std::string created = {};
    std::string bookmark = {};  // the title of the only one
    std::vector<PdfLinkArea> links = {};
    std::string page = {};                  // what else the pages' dictionaries hold: "/Rotate 90"
    std::string fonts = {};                 // besides /F1 to /F3: "/F4 << … >>"
    std::string resources = {};             // besides fonts: "/XObject << … >>"
    std::vector<std::string> objects = {};  // whole ones; the first has the number 5 + 2 * pages
};

namespace pdf_detail {

inline std::string literal(std::string_view text) {
    std::string out = "(";
    for (const char c : text) {
        if (c == '(' || c == ')' || c == '\\') out += '\\';
        out += c;
    }
    return out + ")";
}

// Lines of Helvetica from the top of the page; an empty line leaves a gap.
inline std::string page_content(std::string_view text) {
    if (text.empty()) return {};
    std::string content = "BT /F1 11 Tf 14 TL 60 760 Td ";
    while (true) {
        const auto end = text.find('\n');
        content += literal(text.substr(0, end)) + " Tj T* ";
        if (end == text.npos) break;
        text.remove_prefix(end + 1);
    }
    return content + "ET";
}

inline std::string annotations(const std::vector<PdfLinkArea>& links) {
    if (links.empty()) return {};
    std::string all = " /Annots [";
    for (const auto& link : links) {
        all += "<< /Type /Annot /Subtype /Link /Rect [" + link.area + "] /A << " + link.action +
               " >> >> ";
    }
    return all + "]";
}

}  // namespace pdf_detail

// A valid PDF of one page for each content stream; fonts /F1 Helvetica, /F2 bold, /F3 Courier.
inline std::string make_pdf_of_contents(
    const std::vector<std::string>& pages, const PdfExtras& extras = {}
) {
    using pdf_detail::literal;
    std::vector<std::string> objects;  // object n stands at n - 1
    std::string kids;
    for (std::size_t i = 0; i < pages.size(); ++i) kids += std::to_string(5 + 2 * i) + " 0 R ";
    const auto outlines = std::to_string(5 + 2 * pages.size());
    const auto bookmark = std::to_string(6 + 2 * pages.size());
    objects.push_back(
        "<< /Type /Catalog /Pages 2 0 R" +
        (extras.bookmark.empty() ? "" : " /Outlines " + outlines + " 0 R") + " >>"
    );
    objects.push_back(
        "<< /Type /Pages /Kids [" + kids + "] /Count " + std::to_string(pages.size()) + " >>"
    );
    const auto font = [](const std::string& name) {
        return "<< /Type /Font /Subtype /Type1 /BaseFont /" + name +
               " /Encoding /WinAnsiEncoding >>";
    };
    objects.push_back(font("Helvetica"));
    objects.push_back(
        "<< /Title " + literal(extras.title) + " /Author " + literal(extras.author) +
        " /CreationDate " + literal(extras.created) + " >>"
    );
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const auto& content = pages[i];
        objects.push_back(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R "
            "/F2 " +
            font("Helvetica-Bold") + " /F3 " + font("Courier") + " " + extras.fonts + " >> " +
            extras.resources + " >> /Contents " + std::to_string(6 + 2 * i) + " 0 R" +
            (i == 0 ? pdf_detail::annotations(extras.links) : "") + " " + extras.page + " >>"
        );
        objects.push_back(
            "<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content +
            "\nendstream"
        );
    }
    objects.insert(objects.end(), extras.objects.begin(), extras.objects.end());
    if (!extras.bookmark.empty()) {
        const auto only = "<< /First " + bookmark + " 0 R /Last " + bookmark + " 0 R /Count 1 >>";
        objects.push_back(only);
        objects.push_back(
            "<< /Title " + literal(extras.bookmark) + " /Parent " + outlines + " 0 R >>"
        );
    }
    std::string file = "%PDF-1.4\n";
    std::string table = "0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        char entry[32];
        std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", file.size());
        table += entry;
        file += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const auto count = std::to_string(objects.size() + 1);
    return file + "xref\n0 " + count + "\n" + table + "trailer\n<< /Size " + count +
           " /Root 1 0 R /Info 4 0 R >>\nstartxref\n" + std::to_string(file.size()) + "\n%%EOF\n";
}

// A page for each text (ASCII; lines parted by \n; empty: a page without text).
inline std::string make_pdf(const std::vector<std::string>& pages, const PdfExtras& extras = {}) {
    std::vector<std::string> contents;
    for (const auto& page : pages) contents.push_back(pdf_detail::page_content(page));
    return make_pdf_of_contents(contents, extras);
}

}  // namespace ingestd::test
