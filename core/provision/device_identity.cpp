// SPDX-License-Identifier: Apache-2.0
#include "core/provision/device_identity.h"

#include "core/wire/blob.h"

using namespace Qt::StringLiterals;

namespace espseal::provision {

namespace {

constexpr QLatin1StringView waiting_key_name("private_key.new"); // as firmware/runtime/identity_store names it

} // namespace

QString device_identity_name(DeviceIdentity identity)
{
    switch (identity) {
    case DeviceIdentity::empty:
        return u"empty"_s;
    case DeviceIdentity::pending:
        return u"pending"_s;
    case DeviceIdentity::complete:
        return u"complete"_s;
    case DeviceIdentity::foreign:
        break;
    }
    return u"foreign"_s;
}

Result<SeenIdentity> look_at_identity(loader::FlashClient &client, Address start, const Job &job)
{
    bool has_key = false;
    bool has_certificate = false;
    bool own_key = false;
    for (std::uint32_t offset = 0; offset + wire::blob_header_size <= sector_size;) {
        const Result<SecureBytes> header = client.read({ start + Size(offset), Size(wire::blob_header_size) }, job);
        if (!header)
            return failure(header.error());
        // The reader looks at the header only, so the payload that it is promised need not be here.
        wire::BlobReader reader({ header->view().data(), sector_size - offset });
        wire::BlobEntry entry;
        if (const wire::BlobStep step = reader.next(entry); step != wire::BlobStep::entry) {
            if (offset == 0)
                return SeenIdentity { step == wire::BlobStep::erased ? DeviceIdentity::empty : DeviceIdentity::foreign, false };
            break;
        }
        const QLatin1StringView name(entry.name);
        const bool is_key = name.startsWith(QLatin1StringView(wire::blob_private_key_name));
        own_key = own_key || (is_key && (!has_certificate || name == waiting_key_name));
        has_key = has_key || is_key;
        has_certificate = has_certificate || name.startsWith(QLatin1StringView(wire::blob_certificate_name));
        offset += reader.offset();
    }
    if (has_key)
        return SeenIdentity { has_certificate ? DeviceIdentity::complete : DeviceIdentity::pending, own_key };
    return SeenIdentity { has_certificate ? DeviceIdentity::foreign : DeviceIdentity::empty, false };
}

} // namespace espseal::provision
