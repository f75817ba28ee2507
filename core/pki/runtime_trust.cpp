// SPDX-License-Identifier: Apache-2.0
#include "core/pki/runtime_trust.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

void append(void *to, const void *data, std::size_t size)
{
    const auto *bytes = static_cast<const unsigned char *>(data);
    auto &all = *static_cast<std::vector<unsigned char> *>(to);
    all.insert(all.end(), bytes, bytes + size);
}

// A version 1 certificate begins with its serial number where later ones have [0]: it cannot say that it is a CA, and is believed.
bool is_version_1(Bytes der)
{
    const unsigned char *at = der.data();
    const X509Certificate read(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    return read && X509_get_version(read.get()) == 0;
}

// An error code of BearSSL, or 0.
int read_anchor(Bytes der, RuntimeAnchor &anchor)
{
    br_x509_decoder_context decoder {};
    br_x509_decoder_init(&decoder, append, &anchor.name);
    br_x509_decoder_push(&decoder, der.data(), der.size());
    const br_x509_pkey *key = br_x509_decoder_get_pkey(&decoder);
    if (!key)
        return br_x509_decoder_last_error(&decoder);
    anchor.key = *key;
    anchor.may_sign = br_x509_decoder_isCA(&decoder) != 0 || is_version_1(der);
    if (key->key_type == BR_KEYTYPE_EC) {
        append(&anchor.first, key->key.ec.q, key->key.ec.qlen);
    } else {
        append(&anchor.first, key->key.rsa.n, key->key.rsa.nlen);
        append(&anchor.second, key->key.rsa.e, key->key.rsa.elen);
    }
    return 0;
}

// Bytes of the SEQUENCE at the start, header included; 0 if there is none that fits. Up to three length octets, as the runtime has it.
std::size_t sequence_size(Bytes bytes)
{
    if (bytes.size() < 2 || bytes[0] != 0x30 || bytes[1] == 0x80)
        return 0;
    const std::size_t more = bytes[1] & 0x80 ? bytes[1] & 0x7F : 0;
    if (more > 3 || bytes.size() < 2 + more)
        return 0;
    std::size_t length = more > 0 ? 0 : bytes[1];
    for (std::size_t i = 0; i < more; ++i)
        length = length << 8 | bytes[2 + i];
    return 2 + more + length <= bytes.size() ? 2 + more + length : 0;
}

// The DER objects of a payload that are certificates; nothing if one cannot be taken out.
std::optional<std::vector<std::vector<unsigned char>>> der_objects(Bytes payload)
{
    std::vector<std::vector<unsigned char>> objects;
    if (sequence_size(payload) > 0) {
        for (std::size_t size = 0; (size = sequence_size(payload)) > 0; payload = payload.subspan(size))
            objects.emplace_back(payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(size));
        return objects;
    }
    br_pem_decoder_context decoder {};
    br_pem_decoder_init(&decoder);
    std::vector<unsigned char> text(payload.begin(), payload.end());
    text.push_back('\n'); // the last line may lack it
    bool wanted = false;
    for (std::size_t at = 0; at < text.size();) {
        at += br_pem_decoder_push(&decoder, text.data() + at, text.size() - at);
        switch (br_pem_decoder_event(&decoder)) {
        case BR_PEM_BEGIN_OBJ: {
            const QByteArrayView name = br_pem_decoder_name(&decoder);
            wanted = name == QByteArrayView("CERTIFICATE") || name == QByteArrayView("X509 CERTIFICATE");
            if (wanted)
                objects.emplace_back();
            br_pem_decoder_setdest(&decoder, wanted ? append : nullptr, wanted ? &objects.back() : nullptr);
            break;
        }
        case BR_PEM_ERROR:
            return std::nullopt;
        default:
            break;
        }
    }
    if (objects.empty())
        return std::nullopt;
    return objects;
}

// Why not; empty if it was read.
QString read_entry(const wire::BlobEntry &entry, std::vector<RuntimeAnchor> &anchors, std::size_t most)
{
    const auto objects = der_objects({ entry.payload.data, entry.payload.size });
    if (!objects)
        return Messages::tr("It is neither PEM nor DER.");
    for (const std::vector<unsigned char> &der : *objects) {
        RuntimeAnchor anchor;
        if (const int error = read_anchor(der, anchor); error != 0)
            return Messages::tr("BearSSL says %1.").arg(error);
        if (anchors.size() == most)
            return Messages::tr("There are more than %1 CAs.").arg(most);
        anchors.push_back(std::move(anchor));
    }
    return {};
}

bool belongs_to_identity(QByteArrayView name)
{
    return name == QByteArrayView(wire::blob_certificate_name) || name == QByteArrayView(wire::blob_private_key_name);
}

Finding no_blob(wire::BlobStep step, bool empty)
{
    if (step == wire::BlobStep::erased || empty)
        return ca_sector_erased();
    return ca_sector_unreadable(
        QString(), step == wire::BlobStep::truncated ? Messages::tr("The blob is cut off.") : Messages::tr("What is there is no blob."));
}

} // namespace

br_x509_trust_anchor RuntimeAnchor::native()
{
    br_x509_trust_anchor anchor {};
    anchor.dn = { name.data(), name.size() };
    anchor.flags = may_sign ? BR_X509_TA_CA : 0;
    anchor.pkey = key;
    if (key.key_type == BR_KEYTYPE_EC) {
        anchor.pkey.key.ec.q = first.data();
    } else {
        anchor.pkey.key.rsa.n = first.data();
        anchor.pkey.key.rsa.e = second.data();
    }
    return anchor;
}

std::optional<std::vector<RuntimeAnchor>> read_runtime_sector(const QByteArray &sector, DeviceReport &report)
{
    const auto most = static_cast<std::size_t>(most_ca_entries({}));
    std::vector<RuntimeAnchor> anchors;
    wire::BlobReader reader(view_of(sector, wire::blob_limit_mbedtls));
    wire::BlobEntry entry;
    wire::BlobStep step = reader.next(entry);
    for (; step == wire::BlobStep::entry; step = reader.next(entry)) {
        const QString name = QString::fromLatin1(entry.name);
        const QString fault = belongs_to_identity(entry.name) ? Messages::tr("It belongs to an identity blob.") : read_entry(entry, anchors, most);
        if (!fault.isEmpty()) {
            report.fail(ca_sector_unreadable(name, fault));
            return std::nullopt;
        }
        report.pass(Messages::tr("Reads the entry \"%1\" of the CA sector: %2 bytes.").arg(name).arg(entry.payload.size));
    }
    if (anchors.empty()) {
        report.fail(no_blob(step, sector.isEmpty()));
        return std::nullopt;
    }
    return anchors;
}

} // namespace espseal::pki
