#include "source_languages.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

namespace ingestd::extract {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 76> languages{{
    {"c", "c"},
    {"h", "c"},
    {"cc", "cpp"},
    {"cpp", "cpp"},
    {"cxx", "cpp"},
    {"c++", "cpp"},
    {"hh", "cpp"},
    {"hpp", "cpp"},
    {"hxx", "cpp"},
    {"ipp", "cpp"},
    {"cs", "csharp"},
    {"java", "java"},
    {"kt", "kotlin"},
    {"kts", "kotlin"},
    {"scala", "scala"},
    {"groovy", "groovy"},
    {"gradle", "groovy"},
    {"swift", "swift"},
    {"m", "objective-c"},
    {"mm", "objective-c"},
    {"dart", "dart"},
    {"js", "javascript"},
    {"mjs", "javascript"},
    {"cjs", "javascript"},
    {"jsx", "javascript"},
    {"ts", "typescript"},
    {"mts", "typescript"},
    {"cts", "typescript"},
    {"tsx", "typescript"},
    {"py", "python"},
    {"pyi", "python"},
    {"pyw", "python"},
    {"rb", "ruby"},
    {"rake", "ruby"},
    {"php", "php"},
    {"go", "go"},
    {"rs", "rust"},
    {"zig", "zig"},
    {"hs", "haskell"},
    {"lhs", "haskell"},
    {"ml", "ocaml"},
    {"mli", "ocaml"},
    {"fs", "fsharp"},
    {"fsx", "fsharp"},
    {"ex", "elixir"},
    {"exs", "elixir"},
    {"erl", "erlang"},
    {"hrl", "erlang"},
    {"clj", "clojure"},
    {"cljs", "clojure"},
    {"cljc", "clojure"},
    {"lisp", "lisp"},
    {"el", "lisp"},
    {"scm", "lisp"},
    {"rkt", "lisp"},
    {"lua", "lua"},
    {"pl", "perl"},
    {"pm", "perl"},
    {"r", "r"},
    {"jl", "julia"},
    {"sh", "shell"},
    {"bash", "shell"},
    {"zsh", "shell"},
    {"ksh", "shell"},
    {"ps1", "powershell"},
    {"psm1", "powershell"},
    {"sql", "sql"},
    {"css", "css"},
    {"scss", "css"},
    {"less", "css"},
    {"proto", "protobuf"},
    {"cmake", "cmake"},
    {"vb", "visual-basic"},
    {"f90", "fortran"},
    {"pas", "pascal"},
    {"nim", "nim"},
}};

}  // namespace

std::string_view source_language(std::string_view filename) {
    const auto name = filename.substr(filename.find_last_of("/\\") + 1);
    const auto dot = name.rfind('.');
    if (dot == name.npos) return {};
    std::string ending{name.substr(dot + 1)};
    std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    const auto found = std::find_if(languages.begin(), languages.end(), [&](const auto& row) {
        return row.first == ending;
    });
    return found == languages.end() ? std::string_view{} : found->second;
}

}  // namespace ingestd::extract
