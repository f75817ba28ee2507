// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/export_output.h"

#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/report.h"
#include "core/pki/staged_folder.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

Result<void> write_staged(const QString &path, const pki::Exported &exported, bool replace)
{
    auto folder = pki::StagedFolder::beside(QFileInfo(path).path());
    if (!folder)
        return failure(folder.error());
    const FileMode mode = exported.secret ? FileMode::secret : FileMode::shared;
    return folder->add(QFileInfo(path).fileName(), exported.bytes.view(), mode).and_then([&] { return folder->commit(overwrite(replace)); });
}

} // namespace

void ExportOutput::add_to(CLI::App &command)
{
    command.add_option("--out", out, "The file to write")->required();
    protection.add_to(command);
    add_replace(command, replace);
}

// The password that the file is to have; nothing where the key is to be plain, and said to be, or where there is none.
Result<std::optional<SecureBytes>> ExportOutput::password(const Session &session) const
{
    const QString name = QString::fromLatin1(pki::info_of(format).name);
    switch (pki::info_of(format).protection) {
    case pki::KeyProtectionKind::none_inside:
        return std::nullopt;
    case pki::KeyProtectionKind::plain:
        if (!protection.plain)
            return usage_error(u"plain-key"_s, PkiText::tr("The format %1 holds the private key UNENCRYPTED.").arg(name),
                PkiText::tr("Give --plain-key if that is meant; pkcs8, pkcs12 and bundle take a password."));
        return std::nullopt;
    case pki::KeyProtectionKind::password:
        if (protection.plain)
            return usage_error(u"plain-key"_s, PkiText::tr("The format %1 always has a password.").arg(name),
                PkiText::tr("Leave out --plain-key, or choose pkcs8-plain, traditional or bundle."));
        break;
    case pki::KeyProtectionKind::password_or_plain:
        break;
    }
    return protection.password(session);
}

Result<Outcome> ExportOutput::write(const pki::ExportContent &content, const QList<Finding> &earlier, const Session &session) const
{
    const auto chosen = password(session);
    if (!chosen)
        return failure(chosen.error());
    const auto exported = pki::export_credentials(content,
        { .format = format,
            .password = *chosen ? &**chosen : nullptr,
            .with_root = with_root,
            .legacy = legacy,
            .der_payload = payload == pki::PayloadFormat::der });
    if (!exported)
        return failure(exported.error());
    const QString file = to_qt(out);
    if (const auto written = write_staged(file, *exported, replace); !written)
        return failure(written.error());
    const QList<Finding> findings = earlier + exported->findings;
    note(session, findings);
    const Size size(exported->bytes.size());
    return Outcome {
        .json = { { u"ok"_s, true }, { u"file"_s, file }, { u"format"_s, QString::fromLatin1(pki::info_of(format).name) }, { u"size"_s, qint64(size.value()) },
            { u"secret"_s, exported->secret }, { u"findings"_s, to_json(findings) } },
        .text = PkiText::tr("%1: %2, %3").arg(file, pki::format_label(format), to_string(size)),
    };
}

} // namespace espseal::cli
