#include "stop_words.hpp"

#include <algorithm>
#include <string>

namespace ingestd::index {
namespace {

struct StopWords {
    std::string_view language;
    std::string_view words;  // each between spaces
};

// The closed classes of each language: articles, pronouns, prepositions, conjunctions, auxiliaries,
// and what questions begin with. No word that could be what somebody looks for.
constexpr StopWords lists[] = {
    {"en",
     " a about also am an and any are as at be because been being between but by can could did do "
     "does doing during each for from had has have having he her here hers him his how i if in "
     "into "
     "is it its itself me more most my no nor not of off on once only or other our ours out over "
     "own "
     "same she should so some such than that the their theirs them then there these they this "
     "those "
     "through to too under until up very was we were what when where which while who whom whose "
     "why "
     "will with would may might must shall us you your yours "},
    {"de",
     " aber als am an auch auf aus bei bin bis da damit das dass dein dem den der des die dies "
     "diese "
     "diesem diesen dieser dieses doch durch ein eine einem einen einer eines er es euer für hat "
     "hatte "
     "haben hier ich ihr ihre im in ist ja kann kein keine mit muss nach nicht noch nur ob oder "
     "ohne "
     "sein seine sich sie sind so über um und uns unter vom von vor war waren warum was weil "
     "welche "
     "welcher welches wenn wer werden wie wird wir wo wurde zu zum zur "},
    {"fr",
     " à au aux avec ce ces cet cette comment dans de des du elle elles en est et être eu il ils "
     "je "
     "la le les leur leurs lui ma mais me mes moi mon ne nos notre nous on ont ou où par pas pour "
     "pourquoi qu quand que quel quelle quelles quels qui quoi sa sans se ses son sont sur ta te "
     "tes "
     "ton tu un une vos votre vous y "},
    {"es",
     " a al algo ante como cómo con cuál cuando de del desde donde dónde el ella ellas ellos en "
     "entre "
     "era es esa ese eso esta este esto fue ha han hasta hay la las le les lo los más me mi mis "
     "muy no "
     "nos o para pero por porque qué que quien quién se sin sobre son su sus también te tu tus un "
     "una "
     "unas uno unos y ya yo "},
    {"it",
     " a ai al alla alle anche che chi ci come con cosa da dal dalla dei del della delle di dove e "
     "è "
     "ed gli ha hanno i il in io la le lei lo loro lui ma mi ne nei nel nella non o per perché più "
     "quale quali quando questa questo se si sono su sul sulla suo tra tu un una uno "},
    {"pt",
     " a ao aos as às até com como da das de do dos e é ela elas ele eles em entre era essa esse "
     "esta "
     "este eu foi há isso já lhe mais mas me na nas no nos não nós o onde os ou para pela pelo por "
     "porque qual quando que quem se sem ser seu sua são também te um uma "},
    {"nl",
     " aan als bij dan dat de der deze die dit door een en er had heb heeft hem het hij hoe hun ik "
     "in "
     "is je kan maar me met mijn naar niet nog nu of om onder ons ook op over te tot uit van voor "
     "waar wanneer waren was wat we welke werd wie wij worden ze zich zij zijn zo zou "},
};

bool has(std::string_view languages, std::string_view language) {
    for (;;) {
        const auto comma = languages.find(',');
        const auto code = languages.substr(0, comma);
        if (code == language || (language == "en" && (code.empty() || code == "und"))) return true;
        if (comma == std::string_view::npos) return false;
        languages.remove_prefix(comma + 1);
    }
}

}  // namespace

bool is_stop_word(std::string_view word, std::string_view languages) {
    std::string sought = " ";
    for (const char c : word) sought += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    sought += ' ';
    return std::ranges::any_of(lists, [&](const StopWords& list) {
        return has(languages, list.language) && list.words.find(sought) != std::string_view::npos;
    });
}

}  // namespace ingestd::index
