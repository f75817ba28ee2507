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
    // With ca.crt, and client.crt and client.key or server.crt and server.key, by the script's rules; or with files of any names, which are told
    // apart by what they hold; or with nothing, then everything is made. Its subfolders do not count.
    QString folder;
    QString ca_file; // the CA that the device trusts, where the folder leaves it open; may lie elsewhere
    QString identity_file; // the device's certificate, with its key in it or in the folder
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

enum class SdkConvertMode { ca_only, client, server, device, self_made }; // device: a certificate for both roles

struct SdkConvertResult {
    SdkConvertMode mode = SdkConvertMode::ca_only;
    struct File {
        QString path; // relative to `out`
        Size size;
        bool secret = false; // holds a private key; the file is readable by its owner alone
    };
    QList<File> files;
    QStringList inputs; // names of the files that were used, the CA's first; empty in self-made mode
    Size blobs; // both blobs together
    Size blobs_der; // what they would take with DER payloads
    QList<Finding> findings; // judgements and what the user should know: "sdk-header-identity", "sdk-chain-dropped", "sdk-unused-input", ...
};

// Writes everything, or nothing. Errors: of reading; "key-mismatch"; "file-exists" in self-made mode; where names decide nothing and content leaves it
// open, "convert-several-identities", "convert-several-cas", "convert-no-ca", "convert-no-identity", which name the candidates; cancelled.
[[nodiscard]] Result<SdkConvertResult> sdk_convert(const SdkConvertRequest &request, const Job &job);

[[nodiscard]] QString convert_mode_name(SdkConvertMode mode); // "ca-only", "client", "server", "device", "self-made"

} // namespace espseal::pki
