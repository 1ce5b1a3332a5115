// A service on loopback whose certificate nobody vouches for.
#pragma once

#include <memory>
#include <string>
#include <thread>

#include <boost/asio.hpp>

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>

namespace ingestd::test {

// Shakes hands with one caller, and tells what it was sent after that.
class TlsService {
public:
    TlsService()
        : context_{SSL_CTX_new(TLS_server_method()), &SSL_CTX_free},
          acceptor_{io_, {boost::asio::ip::address_v4::loopback(), 0}} {
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{
            EVP_EC_gen("P-256"), &EVP_PKEY_free};
        const std::unique_ptr<X509, decltype(&X509_free)> certificate{X509_new(), &X509_free};
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
        X509_set_pubkey(certificate.get(), key.get());
        auto* const name = X509_get_subject_name(certificate.get());
        const auto* const host = reinterpret_cast<const unsigned char*>("localhost");
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host, -1, -1, 0);
        X509_set_issuer_name(certificate.get(), name);
        X509_sign(certificate.get(), key.get(), EVP_sha256());
        SSL_CTX_use_certificate(context_.get(), certificate.get());
        SSL_CTX_use_PrivateKey(context_.get(), key.get());
        thread_ = std::thread{[this] { serve(); }};
    }

    std::string url() const {
        return "https://localhost:" + std::to_string(acceptor_.local_endpoint().port());
    }

    // Once the caller has left.
    std::string received() {
        thread_.join();
        return received_;
    }

private:
    void serve() {
        auto socket = acceptor_.accept();
        const std::unique_ptr<SSL, decltype(&SSL_free)> tls{SSL_new(context_.get()), &SSL_free};
        SSL_set_fd(tls.get(), socket.native_handle());
        if (SSL_accept(tls.get()) != 1) return;
        char bytes[4096];
        const auto size = SSL_read(tls.get(), bytes, sizeof bytes);
        if (size > 0) received_.assign(bytes, static_cast<std::size_t>(size));
    }

    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::string received_;
    std::thread thread_;
};

}  // namespace ingestd::test
