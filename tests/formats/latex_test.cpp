#include <string>

#include <ingestd/formats/latex.hpp>

#include "gathered.hpp"
#include "support/catch.hpp"

using namespace ingestd;
using namespace ingestd::test;
using Lines = std::vector<std::string>;

namespace {

Gathered read(const std::string& text) {
    return gather([&](formats::BlockSink& sink) { return formats::read_latex(text, sink); });
}

Lines lines_of(const std::string& text) {
    return read(text).in_short();
}

}  // namespace

TEST_CASE(
    "a LaTeX document gives headings and paragraphs without its preamble", "[formats][latex]"
) {
    const auto gathered = read(R"(% a comment
\documentclass[11pt]{article}
\usepackage[utf8]{inputenc}
\newcommand{\duck}[1]{\emph{#1} section}
\title[Ducks]{On \emph{Ducks}\thanks{nobody}}
\author{A. Writer \and B. Writer}
Stray words.
\begin{document}
\maketitle
\section*{Swimming}\label{sec:swim}
A \textbf{bold} duck % and a comment
swims.

Another  paragraph.\par A third.
\subsection[short]{Of {nested} words}
\paragraph{Run in.} Text.
\end{document}
Nothing of this.
)");
    CHECK(
        gathered.in_short() ==
        Lines{
            "h1 On Ducks",
            "h2 Swimming",
            "p A bold duck swims.",
            "p Another paragraph.",
            "p A third.",
            "h3 Of nested words",
            "h5 Run in.",
            "p Text.",
        }
    );
    CHECK(gathered.facts().title == "On Ducks");
    CHECK(gathered.facts().author == "A. Writer, B. Writer");
    CHECK(gathered.facts().format == "latex");
}

TEST_CASE("a part of a LaTeX document is read without a beginning", "[formats][latex]") {
    CHECK(lines_of("\\chapter{Ducks}\nText.\n") == Lines{"h1 Ducks", "p Text."});
    const auto gathered = read("% \\begin{document}\nText.\n\nMore.\n");
    CHECK(gathered.in_short() == Lines{"p Text.", "p More."});
    CHECK(std::is_sorted(gathered.parts_read.begin(), gathered.parts_read.end()));
    for (const double part : read("").parts_read) CHECK((part >= 0 && part <= 1));
}

TEST_CASE("LaTeX lists give items", "[formats][latex]") {
    CHECK(
        lines_of("Before\n\\begin{itemize}[noitemsep]\n\\item one\n  two\n\\item three\n"
                 "\\begin{enumerate}\\item inner\\end{enumerate}\n\\end{itemize}\nAfter"
        ) == Lines{"p Before", "li one two", "-li three", "-li inner", "p After"}
    );
    CHECK(
        lines_of("\\begin{description}\\item[\\textbf{Duck}] a bird\\end{description}") ==
        Lines{"li Duck a bird"}
    );
    CHECK(
        lines_of("\\begin{thebibliography}{9}\\bibitem[K]{knuth} D. Knuth.\\end{thebibliography}"
        ) == Lines{"li D. Knuth."}
    );
}

TEST_CASE("LaTeX tables give rows, and captions are captions", "[formats][latex]") {
    CHECK(
        lines_of(
            "\\begin{table}[htbp]\\centering\\caption[Short]{Ducks by weight}\n"
            "\\begin{tabular}{@{}l|r@{}}\\toprule\nName & Weight \\\\ \\midrule\n"
            "Mallard \\& kin & 1 kg\\\\[2pt]\n\\multicolumn{2}{c}{both}\\\\\\cmidrule(lr){1-2}\n"
            "last & \\begin{tabular}{l}a\\\\b\\end{tabular}\n\\end{tabular}\\end{table}"
        ) ==
        Lines{
            "caption Ducks by weight",
            "tr Name | Weight",
            "-tr Mallard & kin | 1 kg",
            "-tr both",
            "-tr last | a\nb",
        }
    );
}

TEST_CASE("verbatim text of LaTeX is code as it stands", "[formats][latex]") {
    CHECK(
        lines_of("\\begin{verbatim}\n  \\section{x} % y\n\\end{verbatim}\n"
                 "\\begin{lstlisting}[language=C]\nint x;\n\\end{lstlisting}"
                 "\\begin{minted}[linenos]{python}\ndef f():\n\\end{minted}"
        ) == Lines{"code   \\section{x} % y", "code int x;", "code def f():"}
    );
    CHECK(lines_of("a \\verb|\\x{%| b \\lstinline{y}") == Lines{"p a \\x{% b y"});
    CHECK(lines_of("a \\verb§x§ b") == Lines{"p a x b"});
}

TEST_CASE("formulas of LaTeX stay as their source", "[formats][latex]") {
    CHECK(
        lines_of("Let $x_1 < \\alpha$ and \\(y\\) be. \\[ E = mc^2 \\] Also $$a$$\n"
                 "\\begin{align*}\n a &= b \\\\\n\\end{align*}\nEnd, for \\$5.") ==
        Lines{
            "p Let $x_1 < \\alpha$ and \\(y\\) be.",
            "p E = mc^2",
            "p Also",
            "p a",
            "p a &= b \\\\",
            "p End, for $5.",
        }
    );
}

TEST_CASE("LaTeX footnotes follow their paragraph", "[formats][latex]") {
    CHECK(
        lines_of("Claim\\footnote{A note.\n\nOf \\emph{two} paragraphs.} goes on.\n\nNext.") ==
        Lines{"p Claim goes on.", "p A note.\nOf two paragraphs.", "p Next."}
    );
}

TEST_CASE("accents, quotes and dashes of LaTeX become characters", "[formats][latex]") {
    CHECK(
        lines_of("Erd\\H{o}s, na\\\"\\i ve, \\'{e}t\\'e, \\v{S}koda, \\c cedille, \\^{\\i}, "
                 "Stra\\ss e, \\ae on, \\~n, \\d{m}"
        ) == Lines{"p Erdős, naïve, été, Škoda, çedille, î, Straße, æon, ñ, m\u0323"}
    );
    CHECK(
        lines_of("``It's'' 1--2 --- 50\\,\\% of `x'\\ldots{} a~b \\LaTeX") ==
        Lines{"p “It's” 1–2 — 50 % of 'x'… a b LaTeX"}
    );
}

TEST_CASE("references of LaTeX keep their keys, addresses stay", "[formats][latex]") {
    CHECK(
        lines_of("See Fig.~\\ref{fig:a}, \\cite[p.~4]{knuth84}, \\url{http://x.example/a%20b} "
                 "and \\href{http://y.example}{this}."
        ) == Lines{"p See Fig. [fig:a], [knuth84], http://x.example/a%20b and this."}
    );
}

TEST_CASE("what is no text of LaTeX is left out", "[formats][latex]") {
    CHECK(
        lines_of("a \\vspace*{2cm}\\includegraphics[width=\\textwidth]{x.png}\\def\\x#1{bad}"
                 "\\begin{tikzpicture}\\node{bad};\\end{tikzpicture}\n"
                 "\\begin{comment}\nbad\n\\end{comment}\n\\iffalse bad \\fi\n"
                 "\\setlength\\parindent{0pt}\\noindent [b] \\unknown[bad]{c}{d}"
        ) == Lines{"p a", "p [b] c d"}
    );
}

TEST_CASE("files that LaTeX would include are counted, not read", "[formats][latex]") {
    const auto gathered = read("Text.\n\\input{/etc/passwd}\n\\include{chapter}\n");
    CHECK(gathered.in_short() == Lines{"p Text."});
    REQUIRE(gathered.facts().warnings.size() == 1);
    CHECK(gathered.facts().warnings[0].find(": 2.") != std::string::npos);
}

TEST_CASE("what LaTeX never closes ends with its paragraph or the document", "[formats][latex]") {
    CHECK(lines_of("\\section{Ducks {and\n\nText.") == Lines{"h2 Ducks and", "p Text."});
    CHECK(lines_of("A $x\n\nText.") == Lines{"p A $x$", "p Text."});
    CHECK(lines_of("\\label{x\n\nText.") == Lines{"p Text."});
    CHECK(lines_of("\\begin{verbatim}\nx") == Lines{"code x"});
    CHECK(lines_of("A\\footnote{note\n\nmore") == Lines{"p A", "p note\nmore"});
    CHECK(lines_of("\\begin{tabular}{l}a & b") == Lines{"tr a | b"});
    CHECK(lines_of("a } b ] \\end{itemize} c \\end{tabular} d") == Lines{"p a b ]", "p c d"});
    for (const std::string end :
         {"\\",
          "\\'",
          "\\verb",
          "\\begin",
          "\\begin{",
          "\\item[",
          "$",
          "%",
          "\\section",
          "\\\\[",
          "\\ref{",
          "\\def",
          "\\begin{tabular}"}) {
        INFO(end);
        CHECK(read("Text.\n\n" + end).blocks.at(0).text == "Text.");
    }
}

TEST_CASE("characters behind a backslash stay whole", "[formats][latex]") {
    CHECK(lines_of("\\é \\label é\\'ж\\verb") == Lines{"p é ж\u0301"});
}

TEST_CASE("LaTeX nested too deep or empty fails with its reason", "[formats][latex]") {
    const auto deep = read("Start.\n\n" + std::string(100'000, '{') + "x");
    CHECK(deep.failure() == "malformed");
    CHECK(deep.in_short() == Lines{"p Start."});
    CHECK(read("\\documentclass{x}\\begin{document}\\end{document}").failure() == "no_text");
    CHECK(read("").failure() == "no_text");
}

TEST_CASE("hostile LaTeX is read in proportion to its length", "[formats][latex]") {
    for (const std::string part :
         {"$a$ ",
          "\\(",
          "\\ref{",
          "\\label[",
          "$",
          "\\begin{x}",
          "\\verb|",
          "\\begin{tabular}{l}",
          "\\item[",
          "\\footnote{x} ",
          "%\n"}) {
        std::string text;
        while (text.size() < 1'000'000) text += part;
        INFO(part);
        const auto gathered = read(text);
        CHECK(
            (gathered.failure().empty() || gathered.failure() == "no_text" ||
             gathered.failure() == "malformed")
        );
    }
}
