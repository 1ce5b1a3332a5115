#include <charconv>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>

#include <boost/system/errc.hpp>

#include <ingestd/app/port_holder.hpp>
#include <ingestd/base/log.hpp>

namespace ingestd::app {
namespace {

namespace fs = std::filesystem;
using boost::system::errc::errc_t;

// The inodes of sockets that listen on the port.
//   source  proc(5), /proc/net/tcp: columns sl, local_address (hex address:port), rem_address, st
//           (0A = LISTEN), queues, timer, retransmits, uid, timeout, inode
void add_listeners(const fs::path& table, std::uint16_t port, std::set<std::string>& inodes) {
    std::ifstream rows{table};
    std::string row;
    std::getline(rows, row);  // the headings
    while (std::getline(rows, row)) {
        std::istringstream columns{row};
        std::string slot, local, remote, state, queues, timer, retransmits, user, timeout, inode;
        columns >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> user >>
            timeout >> inode;
        const auto colon = local.rfind(':');
        if (state != "0A" || inode.empty() || colon == std::string::npos) continue;
        unsigned listens_on = 0;
        std::from_chars(local.data() + colon + 1, local.data() + local.size(), listens_on, 16);
        if (listens_on == port) inodes.insert("socket:[" + inode + "]");
    }
}

// Whether one of the process's descriptors is one of these sockets.
bool holds_any(const fs::path& process, const std::set<std::string>& sockets) {
    std::error_code denied;
    for (fs::directory_iterator at{process / "fd", denied}, end; !denied && at != end;
         at.increment(denied)) {
        std::error_code gone;
        if (sockets.contains(fs::read_symlink(at->path(), gone).string())) return true;
    }
    return false;
}

std::string name_of(const fs::path& process) {
    std::ifstream file{process / "comm"};
    std::string name;
    std::getline(file, name);
    return log::quote_unless_plain(name);
}

}  // namespace

std::optional<PortHolder> find_port_holder(std::uint16_t port, const fs::path& proc) {
    std::set<std::string> sockets;
    add_listeners(proc / "net" / "tcp", port, sockets);
    add_listeners(proc / "net" / "tcp6", port, sockets);
    if (sockets.empty()) return std::nullopt;

    std::error_code failed;
    for (fs::directory_iterator at{proc, failed}, end; !failed && at != end; at.increment(failed)) {
        const auto name = at->path().filename().string();
        pid_t pid = 0;
        const auto [after, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (error != std::errc{} || after != name.data() + name.size()) continue;
        if (holds_any(at->path(), sockets)) return PortHolder{pid, name_of(at->path())};
    }
    return std::nullopt;
}

std::string describe_bind_error(
    const boost::system::error_code& code, const std::string& host, std::uint16_t port
) {
    const auto number = std::to_string(port);
    if (code == errc_t::address_in_use) {
        const auto holder = find_port_holder(port);
        const auto who = holder ? holder->program + " (pid " + std::to_string(holder->pid) + ")"
                                : std::string{"another program"};
        return "port " + number + " is already in use by " + who +
               ": stop it, or choose another one with --port (0 takes any free one)";
    }
    if (code == errc_t::permission_denied) {
        return "port " + number +
               " may not be opened by this user: choose one of 1024 or above with --port";
    }
    if (code == errc_t::address_not_available) {
        return host + " is no address of this machine: choose another one with --host";
    }
    return "cannot listen on " + host + " port " + number + ": " + code.message();
}

}  // namespace ingestd::app
