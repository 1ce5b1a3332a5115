#include "source_rules.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace ingestd::formats {
namespace {

using Words = std::vector<std::string_view>;

SourceRules c_like(Words definitions, Words comments = {"//", "@"}) {
    return {std::move(comments), "/*", "*/", std::move(definitions), true, false};
}

SourceRules braced(Words definitions) {
    return {{"//", "@", "#["}, "/*", "*/", std::move(definitions), false, false};
}

SourceRules hashed(Words definitions) {
    return {{"#", "@"}, {}, {}, std::move(definitions), false, false};
}

const std::unordered_map<std::string_view, SourceRules> languages{
    {"c", c_like({"struct", "enum", "union", "typedef"})},
    {"cpp",
     c_like(
         {"class", "struct", "enum", "union", "namespace", "concept", "typedef"},
         {"//", "@", "template", "[["}
     )},
    {"objective-c",
     c_like(
         {"@interface", "@implementation", "@protocol", "struct", "enum", "typedef", "-", "+"},
         {"//"}
     )},
    {"csharp",
     c_like(
         {"class", "struct", "enum", "interface", "record", "namespace", "delegate"}, {"//", "["}
     )},
    {"java", c_like({"class", "interface", "enum", "record", "@interface"})},
    {"groovy", c_like({"class", "interface", "enum", "trait", "def"})},
    {"dart", c_like({"class", "mixin", "enum", "extension", "typedef"})},
    {"javascript", c_like({"function", "class", "const", "let", "var"})},
    {"typescript",
     c_like(
         {"function",
          "class",
          "const",
          "let",
          "var",
          "interface",
          "type",
          "enum",
          "namespace",
          "module"}
     )},
    {"php",
     {{"//", "#["},
      "/*",
      "*/",
      {"function", "class", "interface", "trait", "enum", "namespace"},
      false,
      true}},
    {"kotlin", braced({"fun", "class", "interface", "object", "typealias"})},
    {"scala", braced({"def", "class", "trait", "object", "type", "given", "enum"})},
    {"swift",
     braced(
         {"func", "class", "struct", "enum", "protocol", "extension", "actor", "typealias", "init"}
     )},
    {"go", braced({"func", "type", "var", "const"})},
    {"rust",
     braced(
         {"fn",
          "struct",
          "enum",
          "trait",
          "impl",
          "mod",
          "type",
          "const",
          "static",
          "union",
          "macro_rules"}
     )},
    {"zig", braced({"fn", "const", "var", "test"})},
    {"protobuf", braced({"message", "service", "enum", "extend", "rpc"})},
    {"python", hashed({"def", "class"})},
    {"ruby", hashed({"def", "class", "module"})},
    {"elixir",
     {{"#", "@"},
      "@doc \"\"\"",
      "\"\"\"",
      {"def", "defp", "defmodule", "defmacro", "defmacrop", "defprotocol", "defimpl", "defstruct"},
      false,
      false}},
    {"julia", hashed({"function", "struct", "module", "macro", "const", "type"})},
    {"perl", hashed({"sub", "package"})},
    {"nim", hashed({"proc", "func", "template", "macro", "iterator", "type", "method"})},
    {"r", hashed({})},
    {"shell", {{"#"}, {}, {}, {"function"}, true, false}},
    {"powershell", {{"#", "["}, "<#", "#>", {"function", "filter", "class", "enum"}, false, true}},
    {"cmake", {{"#"}, {}, {}, {"function", "macro"}, false, true}},
    {"lua", {{"--"}, "--[[", "]]", {"function"}, false, false}},
    {"haskell",
     {{"--", "{-#"},
      "{-",
      "-}",
      {"data", "newtype", "class", "instance", "type", "module"},
      false,
      false}},
    {"ocaml",
     {{}, "(*", "*)", {"let", "type", "module", "class", "exception", "val"}, false, false}},
    {"fsharp",
     {{"//", "[<"}, "(*", "*)", {"let", "type", "module", "namespace", "exception"}, false, false}},
    {"erlang", {{"%"}, {}, {}, {"-module", "-record", "-type", "-spec"}, false, false}},
    {"clojure", {{";"}, {}, {}, {"(ns", "(def"}, false, false}},
    {"lisp", {{";"}, {}, {}, {"(def", "(cl-def", "(module"}, false, false}},
    {"sql",
     {{"--"},
      "/*",
      "*/",
      {"create", "alter", "drop", "insert", "update", "delete", "select", "with", "grant"},
      false,
      true,
      true}},
    {"css", {{"//"}, "/*", "*/", {}, false, false}},
    {"visual-basic",
     {{"'", "<"},
      {},
      {},
      {"sub",
       "function",
       "class",
       "module",
       "property",
       "structure",
       "enum",
       "interface",
       "namespace"},
      false,
      true}},
    {"fortran",
     {{"!"}, {}, {}, {"subroutine", "function", "module", "program", "type"}, false, true}},
    {"pascal",
     {{"//"},
      "{",
      "}",
      {"procedure", "function", "unit", "program", "type", "constructor", "destructor"},
      false,
      true}},
};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

const SourceRules& rules_of(std::string_view language) {
    static const SourceRules other = c_like({"class", "struct", "function"});
    const auto found = languages.find(language);
    return found == languages.end() ? other : found->second;
}

bool is_modifier(std::string_view word) {
    static constexpr std::array<std::string_view, 46> words{
        "public",   "private",   "protected",    "internal", "static",      "final",
        "abstract", "async",     "export",       "default",  "declare",     "pub",
        "crate",    "unsafe",    "extern",       "inline",   "virtual",     "override",
        "open",     "sealed",    "data",         "suspend",  "partial",     "readonly",
        "local",    "native",    "synchronized", "strictfp", "transient",   "volatile",
        "implicit", "lazy",      "case",         "mutating", "fileprivate", "convenience",
        "required", "indirect",  "tailrec",      "operator", "infix",       "mutable",
        "pure",     "recursive", "shared",       "C",
    };
    return holds(words, word);
}

bool is_container(std::string_view word) {
    static constexpr std::array<std::string_view, 22> words{
        "class",  "struct", "interface", "trait",     "impl",        "namespace",
        "module", "mod",    "object",    "enum",      "protocol",    "extension",
        "record", "union",  "defmodule", "defimpl",   "defprotocol", "@implementation",
        "mixin",  "actor",  "service",   "structure",
    };
    return holds(words, word);
}

bool is_control_word(std::string_view word) {
    static constexpr std::array<std::string_view, 36> words{
        "if",      "for",    "while",  "switch",  "return",  "else",   "do",     "try",
        "catch",   "case",   "goto",   "throw",   "using",   "new",    "delete", "await",
        "yield",   "import", "from",   "require", "include", "assert", "with",   "foreach",
        "finally", "elif",   "then",   "until",   "echo",    "lock",   "fixed",  "package",
        "super",   "this",   "typeof", "sizeof",
    };
    return holds(words, word);
}

}  // namespace ingestd::formats
