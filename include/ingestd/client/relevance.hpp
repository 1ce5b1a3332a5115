// How well a ranking fits judgements of relevance. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace ingestd::client {

// What was judged of one question: documents by their ids, with how relevant they are.
using Judgements = std::map<std::string, int>;

//   ndcg       of the first ten: gain = grade, discount log2(place + 1)
//   recall     of the first hundred: the share of relevant documents that are there
//   reciprocal 1 / the place of the first relevant document among the first hundred; 0: none
struct Relevance {
    double ndcg = 0;
    double recall = 0;
    double reciprocal = 0;
};

// REQUIRES: at least one document is relevant (grade above 0).
//   ranking  documents, best first, each once
Relevance measure(const std::vector<std::string>& ranking, const Judgements& judged);

//   low, high  between which the mean lies for 95 of 100 samples of as many questions, drawn with
//              replacement (bootstrap, 1,000 samples, always the same ones)
struct Mean {
    double value = 0;
    double low = 0;
    double high = 0;
};
Mean mean_of(const std::vector<double>& values);

}  // namespace ingestd::client
