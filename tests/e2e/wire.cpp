#include "wire.hpp"

#include <stdexcept>

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

namespace ingestd::e2e {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

namespace {

tcp::socket connect(asio::io_context& io, std::uint16_t port) {
    tcp::socket socket{io};
    socket.connect({asio::ip::address_v4::loopback(), port});
    return socket;
}

Answer read_answer(tcp::socket& socket) {
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(boost::none);
    http::read(socket, buffer, parser);
    Answer answer{
        .status = parser.get().result_int(), .headers = {}, .body = std::move(parser.get().body())};
    for (const auto& field : parser.get()) {
        std::string name{field.name_string()};
        for (auto& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        answer.headers[name] = std::string{field.value()};
    }
    return answer;
}

}  // namespace

Answer call(
    std::uint16_t port,
    std::string_view method,
    const std::string& target,
    std::string body,
    Headers headers
) {
    asio::io_context io;
    auto socket = connect(io, port);
    http::request<http::string_body> request{http::string_to_verb(method), target, 11};
    request.set(http::field::host, "127.0.0.1:" + std::to_string(port));
    for (const auto& [name, value] : headers) request.set(name, value);
    request.body() = std::move(body);
    request.prepare_payload();
    beast::error_code ignored;  // the answer may come before all of a refused body is taken
    http::write(socket, request, ignored);
    return read_answer(socket);
}

Answer get(std::uint16_t port, const std::string& target) {
    return call(port, "GET", target);
}

Answer post_json(std::uint16_t port, const std::string& target, const json& body) {
    return call(port, "POST", target, body.dump(), {{"Content-Type", "application/json"}});
}

std::string exchange_raw(std::uint16_t port, std::string_view bytes) {
    asio::io_context io;
    auto socket = connect(io, port);
    beast::error_code failed;
    asio::write(socket, asio::buffer(bytes), failed);
    socket.shutdown(tcp::socket::shutdown_send, failed);
    std::string received;
    asio::read(socket, asio::dynamic_buffer(received), failed);
    return received;
}

Answer call_streaming(
    std::uint16_t port,
    const std::string& target,
    const Headers& headers,
    const std::function<std::string_view()>& next_piece
) {
    asio::io_context io;
    auto socket = connect(io, port);
    std::string head =
        "POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n";
    for (const auto& [name, value] : headers) head += name + ": " + value + "\r\n";
    asio::write(socket, asio::buffer(head + "\r\n"));
    for (auto piece = next_piece(); !piece.empty(); piece = next_piece())
        asio::write(socket, asio::buffer(piece));
    return read_answer(socket);
}

struct Watcher::Impl {
    asio::io_context io;
    beast::websocket::stream<tcp::socket> socket{io};
    beast::flat_buffer buffer;
    unsigned close_code = 0;
};

Watcher::Watcher(std::uint16_t port, const std::string& target, Headers headers)
    : impl_{std::make_unique<Impl>()} {
    impl_->socket.next_layer() = connect(impl_->io, port);
    impl_->socket.set_option(beast::websocket::stream_base::decorator{
        [headers](beast::websocket::request_type& request) {
            for (const auto& [name, value] : headers) request.set(name, value);
        }});
    impl_->socket.handshake("127.0.0.1:" + std::to_string(port), target);
}

Watcher::~Watcher() = default;

std::optional<json> Watcher::next() {
    beast::error_code failed;
    impl_->buffer.clear();
    impl_->socket.read(impl_->buffer, failed);
    if (failed == beast::websocket::error::closed) {
        impl_->close_code = impl_->socket.reason().code;
        return std::nullopt;
    }
    if (failed) throw std::runtime_error{"the socket broke: " + failed.message()};
    return json::parse(beast::buffers_to_string(impl_->buffer.data()));
}

json Watcher::wait_for(const std::function<bool(const json&)>& is_it) {
    for (auto event = next(); event; event = next()) {
        if (is_it(*event)) return std::move(*event);
        if (event->at("terminal") == true) break;
    }
    throw std::runtime_error{"the event that is waited for did not come"};
}

std::vector<json> Watcher::rest() {
    std::vector<json> events;
    while (auto event = next()) events.push_back(std::move(*event));
    return events;
}

unsigned Watcher::close_code() const {
    return impl_->close_code;
}

void Watcher::abandon() {
    impl_->socket.next_layer().close();
}

unsigned refused_upgrade(std::uint16_t port, const std::string& target, const Headers& headers) {
    Headers all = {
        {"Connection", "Upgrade"},
        {"Upgrade", "websocket"},
        {"Sec-WebSocket-Version", "13"},
        {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};
    all.insert(all.end(), headers.begin(), headers.end());
    return call(port, "GET", target, {}, all).status;
}

std::string upload_texts(
    std::uint16_t port,
    const std::string& collection,
    const std::vector<std::pair<std::string, std::string>>& named_texts
) {
    json documents = json::array();
    for (const auto& [name, text] : named_texts)
        documents.push_back({{"filename", name}, {"content", text}});
    const auto answer =
        post_json(port, "/upload", {{"collection_name", collection}, {"documents", documents}});
    if (answer.status != 202) throw std::runtime_error{"not accepted: " + answer.body};
    return answer.parsed().at("upload_id");
}

json wait_for_end(std::uint16_t port, const std::string& upload_id) {
    return Watcher{port, "/ws/" + upload_id}.rest().back();
}

std::vector<std::string> search(
    std::uint16_t port, const std::string& collection, const std::string& query
) {
    const auto answer =
        post_json(port, "/collections/" + collection + "/search", {{"query", query}});
    if (answer.status != 200) throw std::runtime_error{"search failed: " + answer.body};
    std::vector<std::string> texts;
    const auto body = answer.parsed();
    for (const auto& hit : body.at("hits")) texts.push_back(hit.at("text"));
    return texts;
}

std::string prose(std::size_t bytes, unsigned seed) {
    static constexpr std::string_view words[] = {
        "the",
        "river",
        "carries",
        "letters",
        "from",
        "mountain",
        "towns",
        "to",
        "quiet",
        "harbours",
        "where",
        "every",
        "keeper",
        "records",
        "weather",
        "ships",
        "and",
        "prices"};
    std::string text;
    text.reserve(bytes + 128);
    std::uint32_t state = seed * 2'654'435'761u + 1;
    for (std::size_t sentence = 0; text.size() < bytes; ++sentence) {
        text += "Sentence" + std::to_string(seed) + "x" + std::to_string(sentence);
        for (int i = 0; i < 12; ++i) {
            state = state * 1'664'525u + 1'013'904'223u;
            text += ' ';
            text += words[(state >> 16) % std::size(words)];
        }
        text += sentence % 6 == 5 ? ".\n\n" : ". ";
    }
    return text;
}

}  // namespace ingestd::e2e
