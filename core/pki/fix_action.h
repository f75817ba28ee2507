// SPDX-License-Identifier: Apache-2.0
// What a program can do itself about a finding on certificates. Whom it concerns is the finding's place.
#pragma once

#include "core/base/finding.h"

namespace espseal::pki {

// The ids are those of the studio's action registry.
enum class Fix {
    renew, // "certificate.renew": the same key and names, new dates
    issue_again, // "certificate.issue-again": the same names, other key, digest or usage
    issue_for_name, // "certificate.issue-for-name": with the address in use among its names
    add_intermediate, // "chain.add-intermediate": the missing CA certificate
    order_chain, // "chain.order": own certificate first, then each issuer
    place_ca, // "certificate.place": the CA that matters into the device's CA sector
    update_crl, // "crl.update": sign or fetch the revocation list anew
    pack_der, // "blob.pack-der": the same content as DER
    pack_again, // "blob.pack-again": from the certificates and keys that are here
    choose_buffer, // "device.choose-buffer": another TLS buffer
    set_clock, // "device.set-clock": SNTP, or the time floor
};

[[nodiscard]] FixAction fix_action(Fix fix);

} // namespace espseal::pki
