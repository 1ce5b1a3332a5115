#include "resources_rig.hpp"
#include "support/catch.hpp"

namespace ingestd::http {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

const std::string nobody = "f47ac10b-58cc-4372-a567-0e02b2c3d479";

RawClient open_socket(const ResourcesRig& rig, const std::string& target) {
    RawClient client = rig.connect();
    client.send(
        ResourcesRig::head("GET", target) +
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    return client;
}

// What the server says on a socket, as a client sees it.
class Listening {
public:
    Listening(const ResourcesRig& rig, const std::string& target)
        : client_{open_socket(rig, target)} {
        status = client_.read_answer().status;
    }

    // The next event; null at the end, whose code is then known.
    json next() {
        for (;;) {
            const std::string head = client_.read(2);
            if (head.size() < 2) return nullptr;
            const auto opcode = static_cast<unsigned char>(head[0]) & 0x0FU;
            auto length = static_cast<std::size_t>(static_cast<unsigned char>(head[1]));
            if (length == 126) {
                const std::string extended = client_.read(2);
                length = static_cast<std::size_t>(byte(extended, 0) << 8 | byte(extended, 1));
            }
            const std::string payload = client_.read(length);
            if (opcode == 1) return json::parse(payload);
            if (opcode != 8 || payload.size() < 2) continue;
            close_code = byte(payload, 0) << 8 | byte(payload, 1);
            return nullptr;
        }
    }
    std::vector<json> to_end() {
        std::vector<json> events;
        for (json event = next(); !event.is_null(); event = next()) events.push_back(event);
        return events;
    }

    unsigned status = 0;
    unsigned close_code = 0;

private:
    static unsigned byte(const std::string& bytes, std::size_t at) {
        return static_cast<unsigned char>(bytes[at]);
    }

    RawClient client_;
};

}  // namespace

TEST_CASE("a socket tells the newest at once, every state, and closes", "[http][upload_sockets]") {
    ResourcesRig rig;
    rig.extractor.hold();
    const auto id = rig.upload("c", "The red fox.");
    Listening socket{rig, "/ws/" + id};
    const json first = socket.next();
    rig.extractor.release();

    const auto later = socket.to_end();

    CHECK(socket.status == 101);
    CHECK(first["upload_id"] == id);
    CHECK(first["terminal"] == false);
    REQUIRE_FALSE(later.empty());
    for (std::size_t i = 0; i < later.size(); ++i) {
        CHECK(later[i]["seq"] > (i == 0 ? first : later[i - 1])["seq"]);
        CHECK(later[i]["terminal"] == (i + 1 == later.size()));
    }
    CHECK(later.back()["status"] == "completed");
    CHECK(later.back()["progress_percent"] == 100.0);
    CHECK(socket.close_code == 1000);
}

TEST_CASE("a socket that opens after the end tells the end and closes", "[http][upload_sockets]") {
    const auto forget_after = GENERATE(0ms, 3'600'000ms);
    const ResourcesRig rig{{.tracking = {.forget_after = forget_after}}};
    const auto id = rig.upload("c", "The red fox.");
    const auto last = rig.watch(id).back();
    Listening socket{rig, "/ws/" + id + "?max_rate=20"};

    const auto events = socket.to_end();

    CHECK(events == std::vector{last});
    CHECK(socket.close_code == 1000);
}

TEST_CASE("a socket to an upload that nobody knows closes 4404", "[http][upload_sockets]") {
    const ResourcesRig rig;
    const std::string id = GENERATE_REF(as<std::string>{}, nobody, "7", "upload");
    Listening socket{rig, "/ws/" + id};

    CHECK(socket.to_end().empty());
    CHECK(socket.status == 101);
    CHECK(socket.close_code == 4404);
}

TEST_CASE("a socket whose rate is none closes 4400", "[http][upload_sockets]") {
    const ResourcesRig rig;
    const std::string target = GENERATE_REF(as<std::string>{}, "/ws/" + nobody, "/ws/uploads");
    Listening socket{rig, target + "?max_rate=fast"};

    CHECK(socket.to_end().empty());
    CHECK(socket.close_code == 4400);
}

TEST_CASE("a monitor sees every upload, and one's end is not its own", "[http][upload_sockets]") {
    ResourcesRig rig;
    const auto early = rig.upload("c", "one");
    rig.watch(early);
    Listening monitor{rig, "/ws/uploads"};
    const json known = monitor.next();
    const auto late = rig.upload("c", "two");
    json event = monitor.next();
    while (!event.is_null() && event["terminal"] == false) event = monitor.next();
    rig.tracker().close();

    CHECK(known["upload_id"] == early);
    CHECK(known["terminal"] == true);
    CHECK(event["upload_id"] == late);
    CHECK(monitor.to_end().empty());
    CHECK(monitor.close_code == 1012);
}

TEST_CASE("a socket whose server ends is told to come back", "[http][upload_sockets]") {
    ResourcesRig rig;
    rig.extractor.hold();
    const auto id = rig.upload("c", "The red fox.");
    Listening socket{rig, "/ws/" + id};
    socket.next();

    rig.tracker().close();

    // It may have begun meanwhile, but it has not ended.
    for (const auto& event : socket.to_end()) CHECK(event["terminal"] == false);
    CHECK(socket.close_code == 1012);
}

}  // namespace ingestd::http
