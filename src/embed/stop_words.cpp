#include "stop_words.hpp"

#include <algorithm>
#include <vector>

namespace ingestd::embed {
namespace {

// Never changed: what is left out belongs to the model, and vectors are kept. In order.
constexpr std::string_view list =
    "a aan aber about al algo alla alle allo als also am an anche and any ao aos are aren as "
    "at ate au auch auf aus aux avec be because been bei being between bij bin bis but by can "
    "ce ces cet cette che chi com comme comment como con cosa could cual cuando da dai dal "
    "dalla damit dans das dass dat de degli dei dein del della delle dem den depuis der des "
    "desde deze di dich did didn diese diesem diesen dieser dieses dir dit do doch does doesn "
    "doing don donde dos du durch during e each ed een ein eine einem einen einer eines el "
    "ela elas ele eles ella ellas elle elles ellos em en entre er es esa ese eso essa esse "
    "est esta estas este esto estos et etait ete etre eu euch foi for fra from fue geen gli "
    "haar habe haben had han hanno has hasta hatte have having he heeft her here hers het "
    "hier hij him his how however i ich if ihm ihn ihr ihre ik il ils im in into io is isn "
    "isso ist isto it its itself ja je kan kann kein keine la las le lei les leur leurs ll lo "
    "loro los lui ma maar mais may me meme mes mesmo met mich might mis mit moi mon more most "
    "muito muss must muy my na naar nach nao ne negli nei nel nella nem ni nicht niet no noch "
    "nog non nor nosotros not notre nous num numa nur o ob oder of off ohne om omdat on once "
    "onder only ons ont ook op or os other ou our ours out over own par para pas pela pelas "
    "pelo pelos perche pero piu por porque pourquoi qu quale quali quand quando que quel "
    "quella quelle quelles quello quels quem questa queste questi questo qui quien quoi re s "
    "sa same sans sao se sehr sein seine sem ses seu shall she should si sich sie sind so "
    "sobre some sono sont su sua such sui sul sulla suo suoi sur sus t ta tambien te tes than "
    "that the their theirs them then there therefore these they this those through thus tiene "
    "to todo todos too tot tu tutti uber uit um uma un una unas und under une uno unos uns "
    "unter until up upon us ve veel very via voce vom von voor vor vos votre vous waar waren "
    "warum was wasn wat we weil welche welcher welches wenn wer werd werden were weren what "
    "when where which while who whom whose why wie wij will wir wird with within without won "
    "worden wordt would wurde wurden y ya yo you your yours zal ze zich zijn zo zu zum zur "
    "zwischen ";

std::vector<std::string_view> split(std::string_view words) {
    std::vector<std::string_view> parts;
    while (!words.empty()) {
        const auto end = words.find(' ');
        parts.push_back(words.substr(0, end));
        words.remove_prefix(end + 1);
    }
    return parts;
}

}  // namespace

bool is_stop_word(std::string_view word) {
    static const auto words = split(list);
    return std::ranges::binary_search(words, word);
}

}  // namespace ingestd::embed
