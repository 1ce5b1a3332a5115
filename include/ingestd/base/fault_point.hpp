// Named places at which a test lets the server die, stand still or fail: before and after each step
// that a promise rests on.
#pragma once

namespace ingestd {

// The program that users run has nothing behind it: fault_point.cpp is empty, and no variable of
// the environment reaches it. The tests' program `ingestd-faulty` links tests/faults instead, which
// keeps a list of all points and obeys INGESTD_FAULT.
//   thread  any
//   source  docs/durability.md, "Fault points"
class FaultPoint {
public:
    // REQUIRES: `name` is a literal, "room.what.moment"; the point stands at namespace scope, so
    // that it is known before it is reached.
    explicit FaultPoint(const char* name) noexcept;

    // At the place. True: what follows is to be taken as failed, and errno tells how.
    bool fails() const noexcept;
    // At a place where nothing can fail.
    void pass() const noexcept { static_cast<void>(fails()); }

    const char* name() const noexcept { return name_; }

private:
    const char* name_;
};

}  // namespace ingestd
