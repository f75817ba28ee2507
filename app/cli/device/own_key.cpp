// SPDX-License-Identifier: Apache-2.0
#include "app/cli/device/own_key.h"

#include <CLI/CLI.hpp>

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace espseal::cli {

void OwnKeyOptions::add_to(CLI::App &command)
{
    add_port_option(command, board);
    command.add_option("--key", key, "ec:p256, or rsa:2048, which takes an ESP8266 minutes")->capture_default_str();
    auto *keep = command.add_flag("--replace", replace, "The device has an identity already: it stays in use until the new one is complete");
    command.add_flag("--erase-first", erase_first, "The device erases its identity first: it has none until the new certificate is delivered")->excludes(keep);
}

Result<provision::DeviceKeyWishes> OwnKeyOptions::wishes(const QString &common_name, const Session &session) const
{
    const Result<wire::KeyKind> kind = provision::device_key_kind(QString::fromStdString(key));
    if (!kind)
        return failure(kind.error());
    if (*kind == wire::KeyKind::rsa_2048)
        session.note(DeviceTexts::tr("note: An ESP8266 needs minutes to make an RSA key, and does nothing else meanwhile. ec:p256 takes it a second."));
    const wire::KeyReplace how = erase_first ? wire::KeyReplace::erase_first : replace ? wire::KeyReplace::when_complete : wire::KeyReplace::no;
    return provision::DeviceKeyWishes { *kind, common_name, how };
}

Result<std::unique_ptr<loader::Transport>> console_of(const BoardOptions &options, const Session &session)
{
    return chosen_port(options, session).and_then([&](const QString &port) { return provision::open_console(port, session.job()); });
}

Result<MadeKey> have_key_made(const BoardOptions &board, const provision::DeviceKeyWishes &wishes, const Session &session)
{
    auto console = console_of(board, session);
    if (!console)
        return failure(console.error());
    auto asked = provision::request_device_key(**console, wishes, session.job());
    if (!asked)
        return failure(asked.error());
    return MadeKey { std::move(*console), std::move(*asked) };
}

Result<provision::DeliveredIdentity> MadeKey::deliver(const QList<pki::Certificate> &chain, const Session &session) const
{
    return provision::deliver_certificate(*console, chain, session.job());
}

QJsonObject to_json(const provision::AgentFacts &agent)
{
    return { { u"firmware"_s, agent.firmware }, { u"mac"_s, agent.mac } };
}

namespace {

QString name_of(wire::BlobVerdict verdict)
{
    return verdict == wire::BlobVerdict::ok ? u"ok"_s : u"bad"_s;
}

} // namespace

QJsonObject to_json(const provision::DeliveredIdentity &delivered)
{
    QJsonArray blobs;
    for (const monitor::Event &event : delivered.told) {
        if (const auto *read = std::get_if<wire::BlobRead>(&event.payload))
            blobs.append(QJsonObject { { u"name"_s, monitor::to_qstring(read->name) }, { u"offset"_s, qint64(read->offset) },
                { u"length"_s, qint64(read->length) }, { u"verdict"_s, name_of(read->verdict) } });
    }
    QJsonObject json { { u"sector"_s, qint64(delivered.sector.value()) }, { u"address"_s, qint64(Address(delivered.sector).value()) },
        { u"sha256"_s, QString::fromLatin1(delivered.sha256.toHex()) }, { u"blobs"_s, blobs } };
    if (delivered.listening)
        json[u"listening"_s] = *delivered.listening;
    return json;
}

QString describe(const provision::DeliveredIdentity &delivered)
{
    QStringList lines { DeviceTexts::tr("%1 stored the certificate with its key at %2 and read it back: SHA-256 %3.")
            .arg(delivered.agent.mac, to_string(Address(delivered.sector)), QString::fromLatin1(delivered.sha256.toHex())) };
    if (delivered.listening)
        lines << DeviceTexts::tr("Its server runs with it, on port %1.").arg(*delivered.listening);
    return lines.join(u'\n');
}

} // namespace espseal::cli
