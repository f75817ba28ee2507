// SPDX-License-Identifier: Apache-2.0
#include "tests/firmware/key_desk.h"

#include "core/wire/blob.h"
#include "core/wire/crc.h"

#include <QtTest/QtTest>

#include <openssl/x509.h>

using namespace Qt::StringLiterals;

namespace espseal::test {

namespace {

wire::ByteView view(const QByteArray &bytes)
{
    return { reinterpret_cast<const uint8_t *>(bytes.constData()), uint32_t(bytes.size()) };
}

bool is_answer(const Event &event)
{
    return event.kind == wire::EventKind::certificate_request_part || event.kind == wire::EventKind::identity_progress
        || event.kind == wire::EventKind::key_refused;
}

} // namespace

wire::KeyRequest KeyDesk::request_for(const Wish &wish, uint32_t offset)
{
    return { wish.key, { wish.name.constData(), uint32_t(wish.name.size()) }, wish.replace, offset };
}

wire::CertificatePart KeyDesk::part_of(const QByteArray &chain, qsizetype offset, qsizetype size)
{
    return { uint32_t(chain.size()), wire::crc32(view(chain)), uint32_t(offset), view(chain).part(uint32_t(offset), uint32_t(size)) };
}

void KeyDesk::send_bytes(const QByteArray &bytes)
{
    seen_ = board_.events().size();
    refusal_ = wire::KeyRefusal::unknown;
    board_.send(bytes);
}

std::optional<Event> KeyDesk::answer()
{
    std::optional<Event> found;
    const auto look = [&] {
        for (; seen_ < board_.events().size() && !found; ++seen_) {
            if (is_answer(board_.events()[seen_]))
                found = board_.events()[seen_];
        }
        return found || board_.power_failed();
    };
    if (!board_.wait_until(look))
        qWarning("the device does not answer; console:\n%s", qPrintable(board_.console()));
    if (found)
        note(*found);
    return found;
}

void KeyDesk::note(const Event &event)
{
    if (event.kind == wire::EventKind::key_refused)
        refusal_ = event.as<wire::KeyRefused>().reason;
    if (event.kind == wire::EventKind::identity_progress) {
        const auto progress = event.as<wire::IdentityProgress>();
        sha256_ = QByteArray(reinterpret_cast<const char *>(progress.sha256.data), progress.sha256.size);
    }
}

QByteArray KeyDesk::request(const Wish &wish)
{
    QByteArray der;
    for (;;) {
        send(request_for(wish, uint32_t(der.size())));
        const auto event = answer();
        if (!event || event->kind != wire::EventKind::certificate_request_part)
            return {};
        const auto part = event->as<wire::CertificateRequestPart>();
        if (part.offset != uint32_t(der.size()) || part.bytes.empty())
            qFatal("not the part that was asked for");
        der.append(reinterpret_cast<const char *>(part.bytes.data), part.bytes.size);
        if (uint32_t(der.size()) == part.total)
            return wire::crc32(view(der)) == part.crc32 ? der : QByteArray();
    }
}

bool KeyDesk::deliver(const QByteArray &chain)
{
    for (uint32_t offset = 0;;) {
        send(part_of(chain, offset));
        const auto event = answer();
        if (!event || event->kind != wire::EventKind::identity_progress)
            return false;
        const auto progress = event->as<wire::IdentityProgress>();
        if (progress.stored)
            return true;
        if (progress.received <= offset)
            qFatal("the transfer does not go on");
        offset = progress.received;
    }
}

QByteArray certified(const QByteArray &request, const Identity &ca, const QString &common_name)
{
    const auto *at = reinterpret_cast<const unsigned char *>(request.constData());
    X509_REQ *parsed = d2i_X509_REQ(nullptr, &at, request.size());
    if (!parsed)
        qFatal("no certificate request");
    EVP_PKEY *key = X509_REQ_get_pubkey(parsed);
    X509_REQ_free(parsed);
    const Identity leaf = make_leaf_for(ca, Key(key, OpenSslFree()), { .common_name = common_name, .alt_names = { u"DNS:localhost"_s, u"IP:127.0.0.1"_s } });
    return leaf.certificate_as(Encoding::der);
}

QByteArray entry_of(const QByteArray &sector, const char *prefix)
{
    wire::BlobEntry entry;
    if (wire::blob_find(view(sector), prefix, entry) != wire::BlobStep::entry)
        return {};
    return QByteArray(reinterpret_cast<const char *>(entry.payload.data), entry.payload.size);
}

bool belong_together(const QByteArray &certificate, const QByteArray &key)
{
    const auto *certificate_at = reinterpret_cast<const unsigned char *>(certificate.constData());
    const auto *key_at = reinterpret_cast<const unsigned char *>(key.constData());
    const Certificate parsed(d2i_X509(nullptr, &certificate_at, certificate.size()), OpenSslFree());
    const Key secret(d2i_AutoPrivateKey(nullptr, &key_at, key.size()), OpenSslFree());
    return parsed && secret && X509_check_private_key(parsed.get(), secret.get()) == 1;
}

// SEC1: 30 77 02 01 01 04 20, then the scalar. PKCS#1: the modulus comes first, all behind its first 290 bytes is secret.
QList<QByteArray> secret_pieces(const QByteArray &key)
{
    constexpr qsizetype piece = 8;
    QList<QByteArray> pieces;
    const QByteArray secret = key.size() < 200 ? key.sliced(7, 32) : key.sliced(290);
    for (qsizetype at = 0; at + piece <= secret.size(); at += piece)
        pieces << secret.sliced(at, piece);
    return pieces;
}

} // namespace espseal::test
