#include "content_operators.hpp"

namespace ingestd::formats {

std::optional<std::size_t> operands_of_drawing(std::uint32_t operation) {
    switch (operation) {
        case code_of("B"):
        case code_of("B*"):
        case code_of("F"):
        case code_of("S"):
        case code_of("b"):
        case code_of("b*"):
        case code_of("f"):
        case code_of("f*"):
        case code_of("n"):
        case code_of("s"):
        case code_of("W"):
        case code_of("W*"):
        case code_of("BX"):
        case code_of("EX"):
        case code_of("sc"):
        case code_of("SC"):
        case code_of("scn"):
        case code_of("SCN"):
            return 0;
        case code_of("i"):
        case code_of("J"):
        case code_of("j"):
        case code_of("M"):
        case code_of("w"):
        case code_of("g"):
        case code_of("G"):
        case code_of("ri"):
        case code_of("cs"):
        case code_of("CS"):
        case code_of("sh"):
        case code_of("Tr"):
        case code_of("MP"):
            return 1;
        case code_of("d"):
        case code_of("DP"):
            return 2;
        case code_of("rg"):
        case code_of("RG"):
            return 3;
        case code_of("k"):
        case code_of("K"):
            return 4;
        default:
            return std::nullopt;
    }
}

std::optional<std::size_t> operands_of_path(std::uint32_t operation) {
    switch (operation) {
        case code_of("h"):
            return 0;
        case code_of("m"):
        case code_of("l"):
            return 2;
        case code_of("v"):
        case code_of("y"):
        case code_of("re"):
            return 4;
        case code_of("c"):
            return 6;
        default:
            return std::nullopt;
    }
}

std::size_t numbers_of_text(std::uint32_t operation) {
    switch (operation) {
        case code_of("TL"):
        case code_of("Tc"):
        case code_of("Tw"):
        case code_of("Ts"):
        case code_of("Tz"):
            return 1;
        case code_of("Td"):
        case code_of("TD"):
            return 2;
        case code_of("Tm"):
            return 6;
        default:
            return 0;
    }
}

}  // namespace ingestd::formats
