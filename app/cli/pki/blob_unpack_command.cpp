// SPDX-License-Identifier: Apache-2.0
// espseal blob unpack
#include "app/cli/pki/commands.h"
#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/report.h"
#include "core/base/files.h"
#include "core/pki/staged_folder.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct UnpackOptions {
    std::string file;
    std::string out = ".";
    bool replace = false;
};

// A blob may come from anywhere; its names must not lead out of the folder, nor hide in it.
QString safe_stem(const QString &name)
{
    QString stem;
    for (const QChar c : name)
        stem += c.isLetterOrNumber() || c == u'_' || c == u'-' || (c == u'.' && !stem.isEmpty()) ? c : u'_';
    return stem;
}

QString file_name(const pki::BlobEntryInfo &entry, const QStringList &taken)
{
    const QString extension = entry.payload == wire::BlobPayload::unknown ? u"bin"_s : pki::payload_name(entry.payload);
    const QString stem = safe_stem(entry.name);
    QString name = u"%1.%2"_s.arg(stem, extension);
    for (int number = 2; taken.contains(name); ++number)
        name = u"%1-%2.%3"_s.arg(stem).arg(number).arg(extension);
    return name;
}

// Anything that is not certainly a certificate may be a key.
FileMode mode_of(const pki::BlobEntryInfo &entry)
{
    return !entry.certificates.isEmpty() && !entry.key ? FileMode::shared : FileMode::secret;
}

Result<Outcome> unpack(const UnpackOptions &options, const Session &session)
{
    const QString path = to_qt(options.file);
    const auto secret = read_secret_file(path, pki::credential_file_limit);
    if (!secret)
        return failure(secret.error());
    const auto blob = pki::inspect_blob(secret->view(), path);
    if (!blob)
        return failure(blob.error());
    for (const Finding &finding : blob->findings) {
        if (finding.code == u"blob-truncated"_s)
            return bad_input(finding.code, finding.message, finding.fix, finding.why);
    }
    auto folder = pki::StagedFolder::beside(to_qt(options.out));
    if (!folder)
        return failure(folder.error());
    QJsonArray files;
    QStringList lines;
    for (const pki::BlobEntryInfo &entry : blob->entries) {
        const QString name = file_name(entry, folder->paths());
        const auto payload = secret->view().subspan(entry.offset + wire::blob_header_size, entry.length);
        if (const auto added = folder->add(name, payload, mode_of(entry)); !added)
            return failure(added.error());
        const QString written = to_qt(options.out) + u'/' + name;
        files << QJsonObject { { u"path"_s, written }, { u"entry"_s, entry.name }, { u"secret"_s, mode_of(entry) == FileMode::secret } };
        lines << u"%1  %2"_s.arg(written, to_string(Size(entry.length)));
    }
    if (const auto done = folder->commit(overwrite(options.replace)); !done)
        return failure(done.error());
    note(session, blob->findings);
    return Outcome { .json = { { u"ok"_s, true }, { u"files"_s, files }, { u"findings"_s, to_json(blob->findings) } }, .text = lines.join(u'\n') };
}

} // namespace

void add_blob_unpack_command(CLI::App &blob, Session &session)
{
    auto options = std::make_shared<UnpackOptions>();
    CLI::App *command = blob.add_subcommand("unpack", "Write a blob's contents as files; keys stay as they are in it, UNENCRYPTED");
    command->add_option("FILE", options->file, "The blob")->required();
    command->add_option("--out", options->out, "Folder for the files (default .)");
    add_replace(*command, options->replace);
    command->callback([options, &session] { session.choose([options](Session &chosen) { return unpack(*options, chosen); }); });
}

} // namespace espseal::cli
