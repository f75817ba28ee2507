// SPDX-License-Identifier: Apache-2.0
// Makes thousands of identities, each in a folder of its own, on all cores; goes on where an earlier run was stopped or killed.
#pragma once

#include "core/base/units.h"
#include "core/pki/batch_manifest.h"
#include "core/pki/credential_blob.h"
#include "core/pki/crl.h"
#include "core/pki/issuing_ca.h"
#include "core/pki/staged_folder.h"

#include <optional>

namespace espseal::pki {

struct BatchRequest {
    QString folder; // gets NAME/NAME.crt (with the intermediate CAs), NAME/NAME.key, NAME/esp_cert_private_key.bin, and issued.csv
    QList<BatchRow> rows;
    bool write_keys = true; // NAME.key
    std::optional<SecureBytes> password; // of the keys, PBES2: 0.2 s of one core each; nothing: they are UNENCRYPTED, readable by their owner
    std::optional<PayloadFormat> payload; // also write the blob for the device, with the unencrypted key in it
    Overwrite overwrite = Overwrite::no; // yes: make those anew that differ from their row
    std::optional<Crl> crl; // of the CA: who is on it differs from its row
    unsigned threads = 0; // 0: one for each core
};

struct BatchItem {
    int line = 0;
    QString name;
    QString mac;
    Certificate certificate;
    bool kept = false; // was there, complete and as the row says
};

struct BatchResult {
    QList<BatchItem> items; // in the manifest's order
    qsizetype made = 0;
    qsizetype kept = 0;
    QString table; // path of issued.csv
    QList<Finding> findings; // each code once, with the number of identities it is about
};

// A folder NAME appears complete or not at all, also when the program is killed; one that is there and says what its row says is kept. issued.csv
// (name, mac, cn, serial, sha256, not_after, certificate, key, blob; paths relative to it) is written at the end, whole.
// Errors: "batch-differs" (a folder that is there holds something else, is damaged or revoked; names the first and counts them), "batch-running",
// "no-key-output" (neither keys nor blobs asked for), those of issue(), of the signer and of writing; cancelled: what is complete stays.
[[nodiscard]] Result<BatchResult> issue_batch(const BatchRequest &request, const IssuingCa &ca, const Job &job);

} // namespace espseal::pki
