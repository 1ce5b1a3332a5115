#include <cerrno>

#include <boost/system/system_error.hpp>
#include <boost/throw_exception.hpp>

#include <ingestd/base/result.hpp>

namespace ingestd {

void throw_exception_from_error(const Error& error, const boost::source_location& where) {
    boost::throw_with_location(boost::system::system_error{error.code, error.detail}, where);
}

Error errno_error(std::string what) {
    return errno_error(std::move(what), errno);
}

Error errno_error(std::string what, int errno_value) {
    const boost::system::error_code code{errno_value, boost::system::system_category()};
    return {code, std::move(what) + ": " + code.message()};
}

}  // namespace ingestd
