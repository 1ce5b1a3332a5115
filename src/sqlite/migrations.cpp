#include <string>

#include <ingestd/sqlite/migrations.hpp>
#include <ingestd/sqlite/transaction.hpp>

namespace ingestd::sqlite {
namespace {

std::size_t version_of(Connection& connection) {
    auto version = connection.query("PRAGMA user_version");
    version.step();
    return version.integer<std::size_t>(0);
}

// Inside a transaction: one step and its number.
void take_step(
    Connection& connection, std::span<const std::string_view> steps, std::size_t version
) {
    connection.execute(std::string{steps[version]}.c_str());
    connection.execute(("PRAGMA user_version=" + std::to_string(version + 1)).c_str());
}

}  // namespace

Result<void> migrate(Connection& connection, std::span<const std::string_view> steps) {
    return as_result([&]() -> Result<void> {
        for (;;) {
            if (version_of(connection) == steps.size()) return {};
            // Asked again under the write lock: another process may have been quicker.
            WriteTransaction transaction{connection};
            const auto seen = version_of(connection);
            if (seen > steps.size()) {
                return Error{
                    Errc::newer_schema,
                    "the file has schema version " + std::to_string(seen) +
                        ", this program knows " + std::to_string(steps.size())};
            }
            if (seen == steps.size()) return {};
            const auto until = seen == 0 ? steps.size() : seen + 1;
            for (auto version = seen; version < until; ++version) {
                take_step(connection, steps, version);
            }
            transaction.commit();
        }
    });
}

}  // namespace ingestd::sqlite
