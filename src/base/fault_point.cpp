// Nothing: what users run. The tests' program defines the same two functions (tests/faults), and
// then this file is not linked.
#include <ingestd/base/fault_point.hpp>

namespace ingestd {

FaultPoint::FaultPoint(const char* name) noexcept : name_{name} {}

bool FaultPoint::fails() const noexcept {
    return false;
}

}  // namespace ingestd
