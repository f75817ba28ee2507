// SPDX-License-Identifier: Apache-2.0
#include "core/pki/credential_file.h"

#include "core/base/files.h"
#include "core/pki/blob_probe.h"
#include "core/pki/c_header.h"
#include "core/pki/credential_blob.h"
#include "core/pki/decode.h"
#include "core/pki/messages.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

CredentialFile file_of(CredentialFormat format, Decoded decoded)
{
    CredentialFile file;
    file.format = format;
    file.certificates = std::move(decoded.certificates);
    for (DecodedKey &key : decoded.keys)
        file.keys << std::move(key.key);
    return file;
}

Result<CredentialFile> read_blob(Bytes bytes, const QString &name)
{
    auto blob = inspect_blob(bytes, name);
    if (!blob)
        return failure(blob.error());
    const auto cut = std::ranges::find(blob->findings, u"blob-truncated"_s, &Finding::code);
    if (cut != blob->findings.end())
        return bad_input(cut->code, cut->message, cut->fix, cut->why);
    return CredentialFile { CredentialFormat::blob, blob->certificates(), blob->keys(), blob->findings };
}

Result<Decoded> read_c_arrays(const std::vector<CArray> &arrays, Unlocker &unlocker)
{
    Decoded all;
    for (const CArray &array : arrays) {
        auto decoded = decode_payload(array.bytes.view(), unlocker);
        if (!decoded)
            return decoded;
        all.certificates << decoded->certificates;
        std::ranges::move(decoded->keys, std::back_inserter(all.keys));
    }
    return all;
}

std::unexpected<Error> unknown_format(Bytes bytes, const QString &name)
{
    if (std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0xFF; }))
        return bad_input(u"blob-erased"_s, Messages::tr("%1 holds nothing, or erased flash only.").arg(name),
            Messages::tr("Check the address it was read from, and that something was written there."));
    if (bytes[0] == 0x30)
        return bad_input(u"certificate-damaged"_s,
            Messages::tr("%1 looks like DER but is cut off, damaged, or something else than a certificate or a key.").arg(name),
            Messages::tr("Copy the file again, in binary mode."));
    return bad_input(u"unknown-format"_s, Messages::tr("%1 holds neither certificates nor keys that can be recognised.").arg(name),
        Messages::tr("Give PEM, DER, PKCS#12, a credential blob, or the SDK's cert.h."));
}

} // namespace

Result<CredentialFile> read_credentials(Bytes bytes, const QString &name, const PasswordPrompt &prompt)
{
    if (looks_like_blob(bytes))
        return read_blob(bytes, name);
    Unlocker unlocker(name, prompt);
    const auto as = [](CredentialFormat format) { return [format](Decoded decoded) { return file_of(format, std::move(decoded)); }; };
    if (!bytes.empty() && bytes[0] == 0x30) {
        if (auto decoded = decode_pkcs12(bytes, unlocker); !decoded || *decoded)
            return std::move(decoded).transform([&](std::optional<Decoded> found) { return file_of(CredentialFormat::pkcs12, std::move(*found)); });
        if (auto decoded = decode_der(bytes, unlocker); !decoded || !decoded->empty())
            return std::move(decoded).transform(as(CredentialFormat::der));
    } else if (holds_pem(bytes)) {
        if (auto decoded = decode_pem(bytes, unlocker); !decoded || !decoded->empty())
            return std::move(decoded).transform(as(CredentialFormat::pem));
    } else if (std::ranges::contains(bytes, std::uint8_t { '{' })) {
        const auto arrays = read_c_header(bytes);
        if (!arrays)
            return failure(arrays.error());
        if (auto decoded = read_c_arrays(*arrays, unlocker); !decoded || !decoded->empty())
            return std::move(decoded).transform(as(CredentialFormat::c_header));
    }
    return unknown_format(bytes, name);
}

Result<CredentialFile> read_credential_file(const QString &path, const PasswordPrompt &prompt)
{
    const auto bytes = read_secret_file(path, credential_file_limit);
    if (!bytes)
        return failure(bytes.error());
    return read_credentials(bytes->view(), QFileInfo(path).fileName(), prompt);
}

Result<CredentialFile> read_credential_files(const QStringList &paths, const PasswordPrompt &prompt)
{
    CredentialFile all;
    for (const QString &path : paths) {
        auto file = read_credential_file(path, prompt);
        if (!file)
            return file;
        all.format = file->format;
        all.keys << file->keys;
        all.findings << file->findings;
        for (const Certificate &certificate : file->certificates) {
            if (!all.certificates.contains(certificate))
                all.certificates << certificate;
        }
    }
    return all;
}

QString format_name(CredentialFormat format)
{
    switch (format) {
    case CredentialFormat::pem:
        return u"pem"_s;
    case CredentialFormat::der:
        return u"der"_s;
    case CredentialFormat::pkcs12:
        return u"pkcs12"_s;
    case CredentialFormat::blob:
        return u"blob"_s;
    case CredentialFormat::c_header:
        break;
    }
    return u"c-header"_s;
}

} // namespace espseal::pki
