// The embedder that is always there: no model, no files, the same vectors everywhere.
#pragma once

#include <memory>

#include <ingestd/embed/embedder.hpp>

namespace ingestd::embed {

// Signed feature hashing: each different word, without its ending, and each five letters in a row
// within a word are thrown into 384 dimensions by a hash, with a sign. Texts that share words, or
// words that are spelled alike, come to lie near each other; what words mean it does not know, so
// keywords weigh more where both are fused.
//   thread  any; `done` is called before embed returns
//   source  Weinberger et al. 2009, Feature Hashing for Large Scale Multitask Learning
std::unique_ptr<Embedder> make_hash_embedder();

}  // namespace ingestd::embed
