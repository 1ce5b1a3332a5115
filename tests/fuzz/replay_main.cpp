// Runs a target on kept inputs, in builds that have no libFuzzer: each file of the folders named.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

#include "fuzz_target.hpp"

namespace {

void run(const std::vector<char>& input) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

}  // namespace

int main(int count, char** arguments) {
    run({});
    std::size_t inputs = 0;
    for (int i = 1; i < count; ++i) {
        for (const auto& entry : std::filesystem::directory_iterator(arguments[i])) {
            std::ifstream file{entry.path(), std::ios::binary};
            std::cout << entry.path().filename().string() << std::endl;
            run({std::istreambuf_iterator<char>{file}, {}});
            ++inputs;
        }
    }
    return inputs > 0 ? 0 : 1;
}
