// source: Järvelin and Kekäläinen 2002 (nDCG); Efron 1979 (bootstrap); BEIR, trec_eval
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>

#include <ingestd/client/relevance.hpp>

namespace ingestd::client {
namespace {

constexpr std::size_t ndcg_depth = 10;
constexpr std::size_t recall_depth = 100;
constexpr std::size_t samples = 1'000;

double discounted(const std::vector<int>& grades) {
    double sum = 0;
    for (std::size_t i = 0; i < std::min(grades.size(), ndcg_depth); ++i)
        sum += grades[i] / std::log2(static_cast<double>(i) + 2);
    return sum;
}

}  // namespace

Relevance measure(const std::vector<std::string>& ranking, const Judgements& judged) {
    std::vector<int> ideal, found;
    for (const auto& [document, grade] : judged) {
        if (grade > 0) ideal.push_back(grade);
    }
    std::ranges::sort(ideal, std::greater{});
    for (const auto& document : ranking) {
        if (found.size() == recall_depth) break;
        const auto known = judged.find(document);
        found.push_back(known == judged.end() ? 0 : std::max(known->second, 0));
    }
    const auto is_relevant = [](int grade) { return grade > 0; };
    const auto first = std::ranges::find_if(found, is_relevant);
    Relevance relevance;
    relevance.ndcg = discounted(found) / discounted(ideal);
    relevance.recall = static_cast<double>(std::ranges::count_if(found, is_relevant)) /
                       static_cast<double>(ideal.size());
    if (first != found.end())
        relevance.reciprocal = 1 / static_cast<double>(first - found.begin() + 1);
    return relevance;
}

Mean mean_of(const std::vector<double>& values) {
    if (values.empty()) return {};
    const auto count = static_cast<double>(values.size());
    std::mt19937_64 random{1};  // the same figures for the same ranking
    std::vector<double> means;
    for (std::size_t i = 0; i < samples; ++i) {
        double sum = 0;
        for (std::size_t j = 0; j < values.size(); ++j) sum += values[random() % values.size()];
        means.push_back(sum / count);
    }
    std::ranges::sort(means);
    return {
        std::accumulate(values.begin(), values.end(), 0.0) / count,
        means[samples / 40],
        means[samples - 1 - samples / 40]};
}

}  // namespace ingestd::client
