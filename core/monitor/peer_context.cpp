// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/peer_context.h"

#include <QCoreApplication>
#include <QHostAddress>

#include <openssl/err.h>
#include <openssl/x509v3.h>

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("espseal::monitor", source);
}

QString subject_of(X509 *certificate)
{
    if (!certificate)
        return {};
    X509_up_ref(certificate);
    return pki::Certificate::adopt(certificate).subject();
}

// What the chain check has complained about so far, and who is told.
struct ChainCheck {
    VerifyObserver *observer = nullptr;
    int first_error = X509_V_OK;
};

int chain_check_index()
{
    static const int index = X509_STORE_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

// Says yes to everything, so that the check goes on and all faults are seen.
int hear_complaint(int accepted, X509_STORE_CTX *store)
{
    if (accepted)
        return 1;
    auto *check = static_cast<ChainCheck *>(X509_STORE_CTX_get_ex_data(store, chain_check_index()));
    const int code = X509_STORE_CTX_get_error(store);
    if (check->first_error == X509_V_OK)
        check->first_error = code;
    check->observer->verify_failed({ code, X509_STORE_CTX_get_error_depth(store), QString::fromUtf8(X509_verify_cert_error_string(code)),
        subject_of(X509_STORE_CTX_get_current_cert(store)) });
    return 1;
}

int check_chain(X509_STORE_CTX *store, void *)
{
    const auto *ssl = static_cast<SSL *>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    ChainCheck check { .observer = static_cast<VerifyObserver *>(SSL_get_app_data(ssl)) };
    if (!X509_STORE_CTX_set_ex_data(store, chain_check_index(), &check))
        return 0;
    X509_STORE_CTX_set_verify_cb(store, hear_complaint);
    const bool completed = X509_verify_cert(store) == 1;
    if (check.first_error == X509_V_OK)
        return completed ? 1 : 0;
    X509_STORE_CTX_set_error(store, check.first_error); // it picks the alert
    return 0;
}

std::unexpected<Error> refused_identity(const PeerSettings &settings)
{
    return bad_input(u"peer-identity-refused"_s,
        text("OpenSSL does not take the peer's own certificate at security level %1: %2.").arg(settings.security_level).arg(take_openssl_reason()),
        text("Issue one with a 2048-bit key and SHA-256, or lower the security level to 0 for this test."));
}

Result<void> use_identity(SSL_CTX *context, const PeerSettings &settings)
{
    if (!settings.identity) {
        if (settings.role == wire::TlsRole::client)
            return {};
        return bad_input(
            u"peer-needs-identity"_s, text("A TLS server needs a certificate and its private key."), text("Give both, or let espseal cert issue make them."));
    }
    const pki::Identity &identity = *settings.identity;
    if (SSL_CTX_use_certificate(context, identity.certificate().native()) != 1 || SSL_CTX_use_PrivateKey(context, identity.key().native()) != 1)
        return refused_identity(settings);
    for (const pki::Certificate &certificate : identity.chain()) {
        if (SSL_CTX_add1_chain_cert(context, certificate.native()) != 1)
            return refused_identity(settings);
    }
    return {};
}

Result<void> use_authorities(SSL_CTX *context, const PeerSettings &settings)
{
    if (settings.require_client_certificate && settings.ca.isEmpty()) {
        return bad_input(u"peer-needs-ca"_s, text("A client certificate is demanded, but there is no CA to check it with."),
            text("Give the CA that signed the device's certificate."));
    }
    X509_STORE *store = SSL_CTX_get_cert_store(context);
    for (const pki::Certificate &authority : settings.ca) {
        X509_STORE_add_cert(store, authority.native());
        if (settings.require_client_certificate)
            SSL_CTX_add_client_CA(context, authority.native());
    }
    // A CA given is the end of the chain, self-signed or not.
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), X509_V_FLAG_PARTIAL_CHAIN);
    const bool verify = settings.role == wire::TlsRole::client ? !settings.ca.isEmpty() : settings.require_client_certificate;
    if (verify)
        SSL_CTX_set_cert_verify_callback(context, check_chain, nullptr);
    SSL_CTX_set_verify(context, verify ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT : SSL_VERIFY_NONE, nullptr);
    return {};
}

Result<void> use_versions(SSL_CTX *context, const PeerSettings &settings)
{
    if (settings.min_version < TlsVersion::tls12 && settings.security_level > 0) {
        return usage_error(u"legacy-needs-level-0"_s, text("OpenSSL speaks TLS 1.0 and 1.1 at security level 0 only."),
            text("Lower the security level to 0 for this test, or keep to TLS 1.2."));
    }
    SSL_CTX_set_security_level(context, settings.security_level);
    SSL_CTX_set_min_proto_version(context, static_cast<int>(settings.min_version));
    SSL_CTX_set_max_proto_version(context, static_cast<int>(settings.max_version));
    // Small servers choke on a ClientHello with every group of a desktop.
    SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384:P-521");
    if (!settings.cipher_list.isEmpty() && SSL_CTX_set_cipher_list(context, settings.cipher_list.toLatin1().constData()) != 1) {
        (void)take_openssl_reason();
        return usage_error(u"no-such-suite"_s, text("OpenSSL knows no cipher suite in %1.").arg(settings.cipher_list),
            text("See the names with openssl ciphers ALL; RC4 is not built into distributions any more."));
    }
    return {};
}

} // namespace

QString take_openssl_reason()
{
    const unsigned long code = ERR_peek_error();
    ERR_clear_error();
    const char *reason = ERR_reason_error_string(code);
    if (reason)
        return QString::fromUtf8(reason);
    return code == 0 ? QString() : u"OpenSSL 0x%1"_s.arg(code, 8, 16, QChar(u'0'));
}

Result<SslContext> make_context(const PeerSettings &settings)
{
    ERR_clear_error();
    SslContext context(SSL_CTX_new(settings.role == wire::TlsRole::server ? TLS_server_method() : TLS_client_method()));
    if (!context)
        return failed(u"openssl-failed"_s, text("OpenSSL could not be started."), text("Check its installation."), take_openssl_reason());
    // Every handshake is a full one: that is what is to be seen.
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    for (const auto step : { use_versions, use_identity, use_authorities }) {
        if (const Result<void> done = step(context.get(), settings); !done)
            return failure(done.error());
    }
    return context;
}

Ssl make_ssl(SSL_CTX *context, const PeerSettings &settings, VerifyObserver *observer)
{
    Ssl ssl(SSL_new(context));
    if (!ssl)
        return ssl;
    SSL_set_app_data(ssl.get(), observer);
    if (settings.role == wire::TlsRole::server) {
        SSL_set_accept_state(ssl.get());
        return ssl;
    }
    SSL_set_connect_state(ssl.get());
    const QString &name = settings.expected_name.isEmpty() ? settings.host : settings.expected_name;
    const bool is_address = !QHostAddress(name).isNull();
    if (!is_address)
        SSL_set_tlsext_host_name(ssl.get(), name.toUtf8().constData());
    if (settings.expected_name.isEmpty())
        return ssl;
    if (is_address)
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl.get()), name.toLatin1().constData());
    else
        SSL_set1_host(ssl.get(), name.toUtf8().constData());
    return ssl;
}

} // namespace espseal::monitor
