// SPDX-License-Identifier: Apache-2.0
// What the SDK's tools/makefile.sh does, without shell, openssl program or Python 2.
#pragma once

#include "core/base/finding.h"
#include "core/base/progress.h"
#include "core/base/units.h"
#include "core/pki/credential_blob.h"
#include "core/pki/key_spec.h"
#include "core/pki/staged_folder.h"

#include <optional>

namespace espseal::pki {

struct SdkConvertRequest {
    QString folder; // with ca.crt, and client.crt and client.key or server.crt and server.key; or with nothing
    QString out; // gets bin/, include/, ca/, client/, server/; may be `folder`
    PayloadFormat payload = PayloadFormat::pem; // of the blobs and of cert.h and private_key.h
    PasswordPrompt prompt; // for encrypted input keys

    // Without a ca.crt only:
    QString server_name = QStringLiteral("192.168.111.100");
    QString client_name = QStringLiteral("192.168.111.101");
    std::optional<KeySpec> key; // default rsa:2048, like_sdk rsa:1024
    // RSA-1024, SHA-1, version 1, and the client's identity in cert.h and private_key.h, all as the script does it.
    bool like_sdk = false;
    // A CA of an earlier run in `out` is never replaced without this.
    Overwrite overwrite = Overwrite::no;
};

enum class SdkConvertMode { ca_only, client, server, self_made };

struct SdkConvertResult {
    SdkConvertMode mode = SdkConvertMode::ca_only;
    struct File {
        QString path; // relative to `out`
        Size size;
        bool secret = false; // holds a private key; the file is readable by its owner alone
    };
    QList<File> files;
    Size blobs; // both blobs together
    Size blobs_der; // what they would take with DER payloads
    QList<Finding> findings; // judgements and what the user should know: "sdk-header-identity", "sdk-chain-dropped", "sdk-unused-input", ...
};

// Writes everything, or nothing. Errors: of reading; "key-mismatch"; "file-exists" in self-made mode; cancelled.
[[nodiscard]] Result<SdkConvertResult> sdk_convert(const SdkConvertRequest &request, const Job &job);

[[nodiscard]] QString convert_mode_name(SdkConvertMode mode); // "ca-only", "client", "server", "self-made"

} // namespace espseal::pki
