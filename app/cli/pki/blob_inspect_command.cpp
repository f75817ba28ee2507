// SPDX-License-Identifier: Apache-2.0
// espseal blob inspect
#include "app/cli/pki/commands.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/report.h"
#include "core/base/files.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct InspectOptions {
    std::string file;
    pki::Conditions conditions;
};

QJsonObject entry_to_json(const pki::BlobEntryInfo &entry)
{
    QJsonObject object {
        { u"name"_s, entry.name },
        { u"offset"_s, qint64(entry.offset) },
        { u"length"_s, qint64(entry.length) },
        { u"payload"_s, pki::payload_name(entry.payload) },
        { u"certificates"_s, to_json(entry.certificates) },
    };
    if (entry.key) {
        QJsonObject key = to_json(*entry.key);
        key[u"wrapper"_s] = pki::wrapper_name(entry.wrapper);
        object[u"private_key"_s] = key;
    }
    return object;
}

QJsonObject limit(std::uint32_t bytes, Size size)
{
    return { { u"bytes"_s, qint64(bytes) }, { u"fits"_s, size.value() <= bytes } };
}

QString describe(const pki::BlobEntryInfo &entry)
{
    QStringList contents;
    for (const pki::Certificate &certificate : entry.certificates)
        contents
            << PkiText::tr("%1 (%2), until %3").arg(certificate.display_name(), certificate.key().name, certificate.not_after().date().toString(Qt::ISODate));
    if (entry.key)
        contents << PkiText::tr("%1 as %2").arg(entry.key->kind().name, pki::wrapper_name(entry.wrapper));
    return u"%1  %2  %3  %4  %5"_s.arg(entry.offset, 6)
        .arg(entry.length, 6)
        .arg(pki::payload_name(entry.payload), -7)
        .arg(entry.name, -16)
        .arg(contents.join(u"; "_s));
}

QString describe(const pki::BlobInfo &blob)
{
    QStringList lines { PkiText::tr("Offset  Length  Form     Name              Content") };
    for (const pki::BlobEntryInfo &entry : blob.entries)
        lines << describe(entry);
    lines << PkiText::tr("%1, %2 of flash; %3 with DER payloads").arg(to_string(blob.size), to_string(blob.size.in_sectors()), to_string(blob.der_size));
    return lines.join(u'\n');
}

QList<Finding> judge(const pki::BlobInfo &blob, const pki::Conditions &conditions)
{
    QList<Finding> findings = blob.findings;
    for (const pki::Certificate &certificate : blob.certificates())
        findings << pki::judge(certificate, blob.role == pki::BlobRole::ca ? pki::Role::ca : likely_role(certificate), conditions);
    return findings;
}

Result<Outcome> inspect(const InspectOptions &options, const Session &session)
{
    const QString path = to_qt(options.file);
    const auto secret = read_secret_file(path, pki::credential_file_limit);
    if (!secret)
        return failure(secret.error());
    const auto blob = pki::inspect_blob(secret->view(), path);
    if (!blob)
        return failure(blob.error());
    const QList<Finding> findings = judge(*blob, options.conditions);
    note(session, findings);
    QJsonArray entries;
    for (const pki::BlobEntryInfo &entry : blob->entries)
        entries << entry_to_json(entry);
    const bool ok = !has_errors(findings);
    return Outcome {
        .json = { { u"ok"_s, ok }, { u"role"_s, pki::blob_role_name(blob->role) }, { u"size"_s, qint64(blob->size.value()) },
            { u"der_size"_s, qint64(blob->der_size.value()) }, { u"complete"_s, blob->complete }, { u"entries"_s, entries },
            { u"limits"_s,
                QJsonObject { { u"axtls"_s, limit(wire::blob_limit_axtls, blob->size) }, { u"mbedtls"_s, limit(wire::blob_limit_mbedtls, blob->size) } } },
            { u"findings"_s, to_json(findings) } },
        .text = describe(*blob),
        .status = ok ? 0 : exit_status({ .kind = ErrorKind::bad_input }),
    };
}

} // namespace

void add_blob_inspect_command(CLI::App &blob, Session &session)
{
    auto options = std::make_shared<InspectOptions>();
    CLI::App *command = blob.add_subcommand("inspect", "Entries, contents and limits of a blob, from a file or read back from flash");
    command->add_option("FILE", options->file, "The blob; erased flash behind it does not matter")->required();
    add_device(*command, options->conditions.device);
    command->callback([options, &session] { session.choose([options](Session &chosen) { return inspect(*options, chosen); }); });
}

} // namespace espseal::cli
