// What handlers work with; each takes the few it needs.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include <boost/asio.hpp>

namespace ingestd::catalog {
class Catalog;
}
namespace ingestd::collections {
class Collections;
}
namespace ingestd::intake {
class Intake;
}
namespace ingestd::progress {
class ProgressTracker;
}
namespace ingestd::proof {
class BoxFinder;
}
namespace ingestd::search {
class Searcher;
}

namespace ingestd::http {

// References that outlive the server.
//   pool       for work that must leave the io_context
//   not_ready  why uploads are not accepted at the moment; nullopt: they are. Any thread, does not
//   wait
struct Services {
    intake::Intake& intake;
    collections::Collections& collections;
    search::Searcher& searcher;
    proof::BoxFinder& boxes;
    progress::ProgressTracker& tracker;
    catalog::Catalog& catalog;
    boost::asio::thread_pool& pool;
    std::function<std::optional<std::string>()> not_ready;
};

}  // namespace ingestd::http
