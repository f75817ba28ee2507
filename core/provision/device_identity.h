// SPDX-License-Identifier: Apache-2.0
// The identity sectors whose keys devices make themselves, seen from the loader.
#pragma once

#include "core/loader/flash_client.h"

namespace espseal::provision {

enum class DeviceIdentity {
    empty,
    pending, // a key that waits for its certificate
    complete, // certificate and key
    foreign, // something else
};
[[nodiscard]] QString device_identity_name(DeviceIdentity identity); // "pending": for JSON

struct SeenIdentity {
    DeviceIdentity state = DeviceIdentity::empty;
    // The key was made there: the device writes its key before the certificate, and one that waits as "private_key.new"; blobs made
    // elsewhere begin with the certificate.
    bool own_key = false;
};

// Reads the entries' headers only: not one byte of a key goes over the wire. Errors: those of loader::FlashClient.
[[nodiscard]] Result<SeenIdentity> look_at_identity(loader::FlashClient &client, Address start, const Job &job);

} // namespace espseal::provision
