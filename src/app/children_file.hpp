// Documents found inside of one that is printed, until their turn comes.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <ingestd/base/result.hpp>
#include <ingestd/base/unique_fd.hpp>
#include <ingestd/extract/extractor.hpp>

namespace ingestd::app {

// All of one document's, behind one another in one file without a name: an archive may hold more of
// them than a process may open files.
class ChildrenFile {
public:
    //   errors  errno: no temporary file, a full disk
    Result<void> begin(extract::ChildBegins child);
    Result<void> add(std::string_view bytes);
    void end() { ++whole_; }

    std::size_t count() const { return whole_; }  // those that came to their end
    const std::string& name(std::size_t child) const { return children_[child].name; }
    //   filename  under which it is read
    Result<extract::ExtractRequest> open(std::size_t child, std::string filename) const;

private:
    struct Place {
        std::string name;
        std::string content_type;
        std::uint64_t begin = 0, bytes = 0;
    };

    UniqueFd file_;
    std::uint64_t end_ = 0;
    std::vector<Place> children_;
    std::size_t whole_ = 0;
};

}  // namespace ingestd::app
