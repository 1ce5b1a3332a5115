// Sends one answer.
#pragma once

#include <boost/asio.hpp>

#include <ingestd/http/request_head.hpp>
#include <ingestd/http/response.hpp>
#include <ingestd/http/response_head.hpp>
#include <ingestd/http/settings.hpp>
#include <ingestd/http/tcp_stream.hpp>

namespace ingestd::http {

//   head        of the request, which decides whether a body is sent and how it is framed
//   keep_alive  another request may follow
struct Outgoing {
    const RequestHead& head;
    Response response;
    RequestId id;
    bool keep_alive = true;
};

// Whether all of it was sent; if not, the connection is of no further use.
//   memory  the answer's own
boost::asio::awaitable<bool> write_response(
    TcpStream& stream, const Settings& settings, Outgoing outgoing
);

}  // namespace ingestd::http
