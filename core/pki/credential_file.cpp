// SPDX-License-Identifier: Apache-2.0
#include "core/pki/credential_file.h"

#include "core/base/files.h"
#include "core/base/ordinary_file.h"
#include "core/pki/blob_probe.h"
#include "core/pki/c_header.h"
#include "core/pki/credential_blob.h"
#include "core/pki/decode.h"
#include "core/pki/finding.h"
#include "core/pki/key_mode.h"
#include "core/pki/key_store.h"
#include "core/pki/messages.h"
#include "core/pki/name_check.h"

#include <QFileInfo>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

CredentialFile file_of(CredentialFormat format, Decoded decoded)
{
    CredentialFile file;
    file.format = format;
    file.certificates = std::move(decoded.certificates);
    file.requests = std::move(decoded.requests);
    file.crls = std::move(decoded.crls);
    file.has_plain_keys = std::ranges::any_of(decoded.keys, [](const DecodedKey &key) { return key.wrapper != KeyWrapper::encrypted; });
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
    CredentialFile file;
    file.format = CredentialFormat::blob;
    file.certificates = blob->certificates();
    file.keys = blob->keys();
    file.findings = blob->findings;
    file.has_plain_keys = !file.keys.isEmpty();
    return file;
}

Result<CredentialFile> read_vault(Bytes bytes, const Unlocker &unlocker)
{
    return unlocker.password()
        .and_then([&](const SecureBytes &password) { return Vault::open(bytes, unlocker.name(), password); })
        .and_then([](const Vault &vault) { return keys_of(vault); })
        .transform([](const QList<StoredKey> &keys) {
            CredentialFile file;
            file.format = CredentialFormat::vault;
            for (const StoredKey &stored : keys) {
                file.keys << stored.key;
                file.key_names << stored.name;
            }
            return file;
        });
}

Result<Decoded> read_c_arrays(const std::vector<CArray> &arrays, Unlocker &unlocker)
{
    Decoded all;
    for (const CArray &array : arrays) {
        auto decoded = decode_payload(array.bytes.view(), unlocker);
        if (!decoded)
            return decoded;
        all.append(std::move(*decoded));
    }
    return all;
}

bool looks_like_a_page(Bytes bytes)
{
    const QByteArray start
        = QByteArray(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(std::min<std::size_t>(bytes.size(), 512))).trimmed().toLower();
    return start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<?xml") || start.contains("<head");
}

// A text may begin with 0x30, too, which is a '0'; DER's second byte says how long it is.
bool looks_like_der(Bytes bytes)
{
    return bytes[0] == 0x30 && (bytes.size() < 2 || bytes[1] >= 0x80 || bytes.size() <= 2u + bytes[1]);
}

std::unexpected<Error> unknown_format(Bytes bytes, const QString &name, const QStringList &other_blocks)
{
    if (std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0xFF; }))
        return bad_input(u"blob-erased"_s, Messages::tr("%1 holds nothing, or erased flash only.").arg(name),
            Messages::tr("Check the address it was read from, and that something was written there."));
    if (!other_blocks.isEmpty())
        return bad_input(u"unknown-format"_s, Messages::tr("%1 holds only PEM blocks of other kinds: %2.").arg(name, other_blocks.join(u", "_s)),
            Messages::tr("Give the file with the certificate or the private key."));
    if (looks_like_a_page(bytes))
        return bad_input(u"unknown-format"_s, Messages::tr("%1 is a web page, not a certificate.").arg(name),
            Messages::tr("Use the page's download link; do not save the page itself."));
    if (looks_like_der(bytes))
        return bad_input(u"certificate-damaged"_s,
            Messages::tr("%1 looks like DER but is cut off, damaged, or something else than a certificate or a key.").arg(name),
            Messages::tr("Copy the file again, in binary mode."));
    return bad_input(u"unknown-format"_s, Messages::tr("%1 holds neither certificates nor keys that can be recognised.").arg(name),
        Messages::tr("Give PEM, DER, PKCS#7, PKCS#12, a vault, a credential blob, or the SDK's cert.h."));
}

// What Notepad and PowerShell make of PEM: UTF-16 with a byte order mark. Nothing if it is not that.
std::optional<SecureBytes> narrowed(Bytes bytes)
{
    const bool little = bytes.size() >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE;
    const bool big = bytes.size() >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF;
    if (!little && !big)
        return std::nullopt;
    SecureBytes text(bytes.size() / 2 - 1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::uint8_t low = bytes[2 * i + (little ? 2 : 3)];
        const std::uint8_t high = bytes[2 * i + (little ? 3 : 2)];
        text.writable()[i] = high == 0 ? low : std::uint8_t { '?' };
    }
    return text;
}

// The rest after UTF-8's byte order mark, which would hide the first line of PEM.
Bytes without_mark(Bytes bytes)
{
    return bytes.size() >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? bytes.subspan(3) : bytes;
}

void add_findings(CredentialFile &file, Unlocker &unlocker)
{
    for (const Certificate &certificate : std::as_const(file.certificates))
        file.findings << check_names(certificate);
    if (unlocker.used_legacy())
        file.findings << finding(u"encryption-obsolete"_s, Severity::warning,
            Messages::tr("%1 is encrypted with an algorithm that is broken today, such as RC2 or DES.").arg(unlocker.name()),
            Messages::tr("Export it again with `espseal cert export`, and delete this file."));
}

} // namespace

namespace {

Result<CredentialFile> read_by_content(Bytes bytes, Unlocker &unlocker)
{
    const auto as = [](CredentialFormat format) { return [format](Decoded decoded) { return file_of(format, std::move(decoded)); }; };
    QStringList other_blocks;
    if (looks_like_vault(bytes))
        return read_vault(bytes, unlocker);
    if (!bytes.empty() && bytes[0] == 0x30) {
        if (auto decoded = decode_pkcs12(bytes, unlocker); !decoded || *decoded)
            return std::move(decoded).transform([&](std::optional<Decoded> found) { return file_of(CredentialFormat::pkcs12, std::move(*found)); });
        if (auto decoded = decode_pkcs7(bytes, unlocker); !decoded || *decoded)
            return std::move(decoded).transform([&](std::optional<Decoded> found) { return file_of(CredentialFormat::pkcs7, std::move(*found)); });
        if (auto decoded = decode_der(bytes, unlocker); !decoded || !decoded->empty())
            return std::move(decoded).transform(as(CredentialFormat::der));
    } else if (holds_pem(bytes)) {
        auto decoded = decode_pem(without_mark(bytes), unlocker);
        if (!decoded || !decoded->empty())
            return std::move(decoded).transform(as(CredentialFormat::pem));
        other_blocks = decoded->other_blocks;
    } else if (std::ranges::contains(bytes, std::uint8_t { '{' }) && !looks_like_a_page(bytes)) {
        const auto arrays = read_c_header(bytes);
        if (!arrays)
            return failure(arrays.error());
        if (auto decoded = read_c_arrays(*arrays, unlocker); !decoded || !decoded->empty())
            return std::move(decoded).transform(as(CredentialFormat::c_header));
    }
    return unknown_format(bytes, unlocker.name(), other_blocks);
}

} // namespace

Result<CredentialFile> read_credentials(Bytes bytes, const QString &name, const PasswordPrompt &prompt)
{
    if (const auto text = narrowed(bytes); text && holds_pem(text->view()))
        return read_credentials(text->view(), name, prompt);
    Unlocker unlocker(name, prompt);
    auto file = looks_like_blob(bytes) ? read_blob(bytes, name) : read_by_content(bytes, unlocker);
    if (file)
        add_findings(*file, unlocker);
    return file;
}

Result<void> check_usable(const CredentialFile &file)
{
    const auto hostile = std::ranges::find(file.findings, u"name-control-characters"_s, &Finding::code);
    if (hostile != file.findings.end())
        return bad_input(hostile->code, hostile->message, hostile->fix, hostile->why);
    return {};
}

Result<CredentialFile> read_credential_file(const QString &path, const PasswordPrompt &prompt)
{
    if (const auto ordinary = check_ordinary_file(path); !ordinary)
        return failure(ordinary.error());
    const auto bytes = read_secret_file(path, KeyStore::is_there(path) ? vault_size_limit : credential_file_limit);
    if (!bytes)
        return failure(bytes.error());
    auto file = read_credentials(bytes->view(), QFileInfo(path).fileName(), prompt);
    if (file)
        file->findings << check_key_mode(*file, path);
    return file;
}

Result<CredentialFile> read_credential_files(const QStringList &paths, const PasswordPrompt &prompt)
{
    CredentialFile all;
    QSet<QByteArray> known;
    for (const QString &path : paths) {
        auto file = read_credential_file(path, prompt);
        if (!file)
            return file;
        all.format = file->format;
        all.keys << file->keys;
        all.requests << file->requests;
        all.crls << file->crls;
        all.findings << file->findings;
        all.has_plain_keys = all.has_plain_keys || file->has_plain_keys;
        for (const Certificate &certificate : file->certificates) {
            if (!known.contains(certificate.fingerprint())) {
                known.insert(certificate.fingerprint());
                all.certificates << certificate;
            }
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
    case CredentialFormat::pkcs7:
        return u"pkcs7"_s;
    case CredentialFormat::pkcs12:
        return u"pkcs12"_s;
    case CredentialFormat::blob:
        return u"blob"_s;
    case CredentialFormat::c_header:
        return u"c-header"_s;
    case CredentialFormat::vault:
        break;
    }
    return u"vault"_s;
}

} // namespace espseal::pki
