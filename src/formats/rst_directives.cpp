#include "rst_directives.hpp"

#include <unordered_map>

namespace ingestd::formats {

namespace {

using D = RstDirective;

const std::unordered_map<std::string_view, RstDirective> known{
    {"code", D::code},
    {"code-block", D::code},
    {"sourcecode", D::code},
    {"parsed-literal", D::code},
    {"prompt", D::code},
    {"console", D::code},
    {"doctest", D::code},
    {"testcode", D::code},
    {"testsetup", D::code},
    {"testoutput", D::code},
    {"ipython", D::code},
    {"productionlist", D::code},
    {"math", D::formula},
    {"figure", D::figure},
    {"table", D::table},
    {"list-table", D::table},
    {"csv-table", D::csv},
    {"versionadded", D::version},
    {"versionchanged", D::version},
    {"deprecated", D::version},
    {"image", D::left_out},
    {"toctree", D::left_out},
    {"contents", D::left_out},
    {"include", D::left_out},
    {"literalinclude", D::left_out},
    {"raw", D::left_out},
    {"meta", D::left_out},
    {"index", D::left_out},
    {"highlight", D::left_out},
    {"module", D::left_out},
    {"py:module", D::left_out},
    {"currentmodule", D::left_out},
    {"py:currentmodule", D::left_out},
    {"default-domain", D::left_out},
    {"default-role", D::left_out},
    {"role", D::left_out},
    {"sectnum", D::left_out},
    {"header", D::left_out},
    {"footer", D::left_out},
    {"title", D::left_out},
    {"tabularcolumns", D::left_out},
    {"graphviz", D::left_out},
    {"digraph", D::left_out},
    {"uml", D::left_out},
    {"mermaid", D::left_out},
    {"plot", D::left_out},
    {"autosummary", D::left_out},
    {"automodule", D::left_out},
    {"autoclass", D::left_out},
    {"autofunction", D::left_out},
    {"automethod", D::left_out},
    {"bibliography", D::left_out},
    {"rst-class", D::left_out},
};

}  // namespace

RstDirective directive_named(std::string_view name) {
    const auto found = known.find(name);
    return found == known.end() ? D::text : found->second;
}

std::string_view version_words(std::string_view name) {
    if (name == "versionadded") return "Added in version ";
    return name == "versionchanged" ? "Changed in version " : "Deprecated since version ";
}

}  // namespace ingestd::formats
