// SPDX-License-Identifier: Apache-2.0
#include "core/pki/blob_findings.h"
#include "core/pki/blob_probe.h"
#include "core/pki/decode.h"
#include "core/pki/messages.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

BlobEntryInfo info_of(const wire::BlobEntry &entry, QList<Finding> &findings)
{
    BlobEntryInfo info;
    info.name = QString::fromLatin1(entry.name);
    info.offset = entry.offset;
    info.length = entry.payload.size;
    info.payload = wire::blob_payload_kind(entry.payload);

    const PasswordPrompt nobody;
    Unlocker unlocker(info.name, nobody);
    auto decoded = decode_payload({ entry.payload.data, entry.payload.size }, unlocker);
    if (!decoded && decoded.error().code == u"password-needed"_s) {
        info.wrapper = KeyWrapper::encrypted;
        findings << encrypted_key(info);
    } else if (!decoded || decoded->empty()) {
        findings << damaged_entry(info, decoded ? QString() : decoded.error().detail);
    } else {
        info.certificates = std::move(decoded->certificates);
        if (!decoded->keys.empty()) {
            info.key = decoded->keys.front().key;
            info.wrapper = decoded->keys.front().wrapper;
        }
    }
    return info;
}

BlobRole role_of(const QList<BlobEntryInfo> &entries)
{
    if (std::ranges::any_of(entries, [](const BlobEntryInfo &entry) { return is_certificate_entry(entry) || is_key_entry(entry); }))
        return BlobRole::identity;
    const bool has_certificates = std::ranges::any_of(entries, [](const BlobEntryInfo &entry) { return !entry.certificates.isEmpty(); });
    return has_certificates ? BlobRole::ca : BlobRole::unknown;
}

Size der_size_of(const BlobEntryInfo &entry)
{
    Size payload;
    for (const Certificate &certificate : entry.certificates)
        payload = payload + Size(static_cast<std::uint64_t>(certificate.der().size()));
    if (entry.key)
        payload = payload + Size(entry.key->to_der().transform(&SecureBytes::size).value_or(0));
    return Size(wire::blob_header_size) + (payload.value() > 0 ? payload : Size(entry.length));
}

std::unexpected<Error> no_blob(const QString &name, wire::BlobStep step)
{
    if (step == wire::BlobStep::garbage || step == wire::BlobStep::truncated)
        return bad_input(u"not-a-blob"_s, Messages::tr("%1 is no credential blob: it does not start with an entry's name.").arg(name),
            Messages::tr("Give a file such as esp_ca_cert.bin; `espseal cert show` reads other formats."));
    return bad_input(u"blob-erased"_s, Messages::tr("%1 holds nothing, or erased flash only.").arg(name),
        Messages::tr("Check the address it was read from, and that something was written there."));
}

} // namespace

QList<Certificate> BlobInfo::certificates() const
{
    QList<Certificate> all;
    for (const BlobEntryInfo &entry : entries)
        all << entry.certificates;
    return all;
}

QList<PrivateKey> BlobInfo::keys() const
{
    QList<PrivateKey> all;
    for (const BlobEntryInfo &entry : entries) {
        if (entry.key)
            all << *entry.key;
    }
    return all;
}

bool looks_like_blob(Bytes bytes)
{
    const Bytes field = bytes.first(std::min<std::size_t>(bytes.size(), wire::blob_name_size));
    const auto padding = std::ranges::find_if_not(field, [](std::uint8_t byte) { return byte >= 0x20 && byte < 0x7F; });
    return padding != field.begin() && padding != field.end() && std::all_of(padding, field.end(), [](std::uint8_t byte) { return byte == 0; });
}

Result<BlobInfo> inspect_blob(Bytes bytes, const QString &name)
{
    BlobInfo blob;
    wire::BlobReader reader(view_of(bytes));
    wire::BlobEntry entry;
    wire::BlobStep step = reader.next(entry);
    for (; step == wire::BlobStep::entry; step = reader.next(entry))
        blob.entries << info_of(entry, blob.findings);
    if (blob.entries.isEmpty() && (step != wire::BlobStep::truncated || !looks_like_blob(bytes)))
        return no_blob(name, step);

    blob.size = Size(reader.offset());
    blob.complete = step == wire::BlobStep::end || step == wire::BlobStep::erased;
    blob.role = role_of(blob.entries);
    for (const BlobEntryInfo &info : blob.entries)
        blob.der_size = blob.der_size + der_size_of(info);
    if (step == wire::BlobStep::truncated)
        blob.findings << truncated(bytes, reader.offset(), name);
    else if (step == wire::BlobStep::garbage)
        blob.findings << garbage(reader.offset());
    blob.findings << container_findings(blob);
    return blob;
}

QString blob_role_name(BlobRole role)
{
    switch (role) {
    case BlobRole::ca:
        return u"ca"_s;
    case BlobRole::identity:
        return u"identity"_s;
    case BlobRole::unknown:
        break;
    }
    return u"unknown"_s;
}

QString payload_name(wire::BlobPayload payload)
{
    switch (payload) {
    case wire::BlobPayload::pem:
        return u"pem"_s;
    case wire::BlobPayload::der:
        return u"der"_s;
    case wire::BlobPayload::unknown:
        break;
    }
    return u"unknown"_s;
}

QString wrapper_name(KeyWrapper wrapper)
{
    switch (wrapper) {
    case KeyWrapper::pkcs1:
        return u"pkcs1"_s;
    case KeyWrapper::sec1:
        return u"sec1"_s;
    case KeyWrapper::pkcs8:
        return u"pkcs8"_s;
    case KeyWrapper::encrypted:
        return u"encrypted"_s;
    case KeyWrapper::unknown:
        break;
    }
    return u"unknown"_s;
}

} // namespace espseal::pki
