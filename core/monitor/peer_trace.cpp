// SPDX-License-Identifier: Apache-2.0
#include "core/monitor/peer_trace.h"

#include <QCryptographicHash>
#include <QDateTime>

#include "core/monitor/step_text.h"
#include "core/pki/certificate.h"
#include "core/wire/tls_reader.h"

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

Flow flow_of(bool sent)
{
    return sent ? Flow::peer_to_device : Flow::device_to_peer;
}

QString key_type_name(pki::KeyType type)
{
    switch (type) {
    case pki::KeyType::rsa:
        return u"RSA"_s;
    case pki::KeyType::ec:
        return u"EC"_s;
    case pki::KeyType::other:
        break;
    }
    return {};
}

std::uint64_t seconds(const QDateTime &time)
{
    return time.isValid() && time.toSecsSinceEpoch() > 0 ? static_cast<std::uint64_t>(time.toSecsSinceEpoch()) : 0;
}

// A certificate that OpenSSL cannot read still has its length and digest.
CertificateSeen certificate_seen(std::span<const std::uint8_t> der, unsigned depth, Flow flow)
{
    CertificateSeen seen { .flow = flow, .depth = depth, .length = static_cast<std::uint32_t>(der.size()) };
    seen.sha256 = QCryptographicHash::hash(QByteArrayView(der.data(), static_cast<qsizetype>(der.size())), QCryptographicHash::Sha256);
    const unsigned char *start = der.data();
    X509 *read = d2i_X509(nullptr, &start, static_cast<long>(der.size()));
    if (!read)
        return seen;
    const pki::Certificate certificate = pki::Certificate::adopt(read);
    seen.subject = certificate.subject();
    seen.issuer = certificate.issuer();
    seen.key_bits = static_cast<std::uint32_t>(certificate.key().bits);
    seen.key_type = key_type_name(certificate.key().type);
    seen.not_before = seconds(certificate.not_before());
    seen.not_after = seconds(certificate.not_after());
    return seen;
}

std::size_t number24(std::span<const std::uint8_t> bytes)
{
    return std::size_t(bytes[0]) << 16 | std::size_t(bytes[1]) << 8 | bytes[2];
}

} // namespace

void PeerTrace::watch(SSL *ssl)
{
    SSL_set_msg_callback_arg(ssl, this);
    SSL_set_msg_callback(ssl, [](int sent, int, int content_type, const void *bytes, std::size_t size, SSL *, void *trace) {
        static_cast<PeerTrace *>(trace)->protocol(sent != 0, content_type, std::span(static_cast<const std::uint8_t *>(bytes), size));
    });
}

void PeerTrace::protocol(bool sent, int content_type, std::span<const std::uint8_t> bytes)
{
    switch (content_type) {
    case SSL3_RT_HEADER:
        record(sent, bytes);
        break;
    case SSL3_RT_HANDSHAKE:
        handshake(sent, bytes);
        break;
    case SSL3_RT_ALERT:
        if (bytes.size() == 2)
            emit_({ .kind = PeerEventKind::alert, .flow = flow_of(sent), .type = bytes[1], .level = bytes[0], .bytes = 2, .encrypted = encrypted(sent) });
        break;
    default:
        break;
    }
}

void PeerTrace::record(bool sent, std::span<const std::uint8_t> header)
{
    if (header.size() < 5)
        return;
    const auto length = static_cast<std::uint32_t>(header[3] << 8 | header[4]);
    emit_({ .kind = PeerEventKind::record,
        .flow = flow_of(sent),
        .type = header[0],
        .version = static_cast<std::uint16_t>(header[1] << 8 | header[2]),
        .bytes = length,
        .encrypted = encrypted(sent) });
    // Of a ChangeCipherSpec that it receives OpenSSL shows nothing but this.
    if (header[0] == SSL3_RT_CHANGE_CIPHER_SPEC) {
        emit_({ .kind = PeerEventKind::change_cipher_spec, .flow = flow_of(sent), .bytes = length, .name = u"ChangeCipherSpec"_s });
        encrypted(sent) = true;
    }
}

void PeerTrace::handshake(bool sent, std::span<const std::uint8_t> message)
{
    if (message.size() < 4)
        return;
    const std::uint8_t type = message[0];
    emit_({ .kind = PeerEventKind::message,
        .flow = flow_of(sent),
        .type = type,
        .bytes = static_cast<std::uint32_t>(message.size()),
        .encrypted = encrypted(sent),
        .name = message_name(type),
        .text = handshake_text(message) });
    if (type == wire::handshake_certificate)
        certificates(sent, message);
    else if (type == wire::handshake_certificate_request && sent)
        emit_({ .kind = PeerEventKind::certificate_wanted, .flow = flow_of(sent) });
}

void PeerTrace::certificates(bool sent, std::span<const std::uint8_t> message)
{
    constexpr std::size_t list_start = 4 + 3;
    if (message.size() < list_start)
        return;
    auto rest = message.subspan(list_start);
    for (unsigned depth = 0; rest.size() >= 3; ++depth) {
        const std::size_t size = number24(rest);
        rest = rest.subspan(3);
        if (size > rest.size())
            return;
        const Flow flow = flow_of(sent);
        emit_({ .kind = PeerEventKind::certificate, .flow = flow, .certificate = certificate_seen(rest.first(size), depth, flow) });
        rest = rest.subspan(size);
    }
}

} // namespace espseal::monitor
