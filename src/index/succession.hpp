// Which version of a key stands. Private to the room; each inside a transaction of the caller's.
//
// Of two versions the one that was accepted later stands, whichever completes first. As long as the
// upload that brought it can be cancelled, the one before is kept, hidden and linked:
//
//   visible  <-- replaced_by = visible's upload --  older  <-- replaced_by = older's upload --  …
//
// A cancel takes its version out of the chain and the next one down moves up; settling an upload
// cuts the chain below its version. A version in work is in no chain; it may be visible only while
// no complete one is.
#pragma once

#include <cstdint>
#include <vector>

#include "version.hpp"

namespace ingestd::index {

// Finds the place of a version that is complete now. Any other standing than `stands` may mean that
// it is gone: find_version tells.
Placed take_place(sqlite::Connection& connection, const Version& version, PlacingRules rules);

// Makes a held version complete: what can be told of its place by now. Gone unless it `stands`.
Placed foresee_place(sqlite::Connection& connection, const Version& version, PlacingRules rules);

// Shows what was held of an upload, and marks all of it as settled.
std::vector<ReleasedDocument> settle_versions(
    sqlite::Connection& connection, const UploadId& upload, OnSameKey on_same_key
);

// Removes versions that an upload's have replaced; whether more are left than `limit`.
bool remove_replaced(sqlite::Connection& connection, const UploadId& upload, std::uint32_t limit);

// Removes all that an upload has brought; what it had replaced moves up.
void withdraw_versions(sqlite::Connection& connection, const UploadId& upload);

}  // namespace ingestd::index
