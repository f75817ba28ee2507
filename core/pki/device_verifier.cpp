// SPDX-License-Identifier: Apache-2.0
#include "core/pki/device_verifier.h"

#include "core/pki/device_verifier_parts.h"
#include "core/pki/messages.h"
#include "core/pki/name_judgement.h"

using namespace Qt::StringLiterals;

namespace espseal::pki {

DeviceVerdict DeviceReport::refused(int code, QString shown, QString name, std::optional<int> callback)
{
    verdict_.accepted = false;
    verdict_.code = code;
    verdict_.shown = std::move(shown);
    verdict_.name = std::move(name);
    verdict_.callback = callback;
    return verdict_;
}

DeviceVerdict DeviceReport::accepted()
{
    verdict_.accepted = true;
    return verdict_;
}

int certificate_message_size(const QList<Certificate> &chain)
{
    constexpr int header = 4 + 3;
    int size = header;
    for (const Certificate &certificate : chain)
        size += 3 + static_cast<int>(certificate.der().size());
    return size;
}

Finding ca_sector_erased()
{
    Finding made = finding(u"ca-sector-erased"_s, Severity::error, Messages::tr("The device's CA sector holds nothing."),
        Messages::tr("Write the CA blob to the sector that the firmware reads."));
    made.actions << fix_action(Fix::place_ca);
    return made;
}

Finding ca_sector_unreadable(const QString &entry, const QString &why)
{
    Finding made = finding(u"ca-sector-unreadable"_s, Severity::error, Messages::tr("The device cannot read the CA in its sector (entry \"%1\").").arg(entry),
        Messages::tr("Pack the CA blob again and write it."), why);
    made.actions << fix_action(Fix::pack_again);
    return made;
}

Finding message_too_large(int size, int limit)
{
    Finding made = finding(u"chain-too-large"_s, Severity::error,
        Messages::tr("The peer's certificates take %1 bytes in one message; the device's TLS buffer takes %2.").arg(size).arg(limit),
        Messages::tr("Let the peer send fewer or smaller certificates, or choose a larger TLS buffer."));
    made.actions << fix_action(Fix::choose_buffer);
    return made;
}

Finding device_cannot_use_key(const Certificate &certificate, const DeviceProfile &device)
{
    Finding made = at(certificate,
        finding(u"key-unsupported"_s, Severity::error,
            Messages::tr("%1 cannot use the key of %2 (%3).").arg(device_profile_name(device), certificate.display_name(), certificate.key().name),
            Messages::tr("Issue it again with an RSA key, or use the espseal runtime.")));
    made.actions << fix_action(Fix::issue_again);
    return made;
}

Finding no_certificate_came()
{
    return finding(
        u"no-peer-certificate"_s, Severity::error, Messages::tr("The peer sends no certificate."), Messages::tr("Give the peer a certificate and its key."));
}

Finding unreadable_for_device(const Certificate &certificate, const QString &why)
{
    Finding made = at(certificate,
        finding(u"certificate-unreadable"_s, Severity::error, Messages::tr("The firmware cannot read the certificate of %1.").arg(certificate.display_name()),
            Messages::tr("Issue it again as the device's profile asks for."), why));
    made.actions << fix_action(Fix::issue_again);
    return made;
}

Finding device_knows_no_issuer(const Certificate &certificate, const QList<Certificate> &cas)
{
    QStringList names;
    for (const Certificate &ca : cas)
        names << ca.display_name();
    Finding made = at(certificate,
        finding(u"chain-unknown-ca"_s, Severity::error,
            Messages::tr("The device does not trust %1, which signed the certificate of %2.").arg(certificate.issuer_name(), certificate.display_name()),
            Messages::tr("Put the CA on the device that signed it, or let the peer send the CA certificates in between."),
            Messages::tr("In its CA sector: %1.").arg(names.isEmpty() ? Messages::tr("nothing that it believes") : names.join(u", "_s))));
    made.actions << fix_action(Fix::place_ca) << fix_action(Fix::add_intermediate);
    return made;
}

void tell_blind_spots(const DeviceQuestion &question, DeviceReport &report)
{
    const Certificate &leaf = question.chain.first();
    const auto blind = [&](QString code, const QString &step, const QString &message) {
        report.skip(step);
        if (!message.isEmpty())
            report.note(at(leaf, finding(std::move(code), Severity::info, message, Messages::tr("Set it right for the peers that do look."))));
    };
    if (!checks_dates(question.device)) {
        const QDateTime now = question.clock.value_or(QDateTime::currentDateTimeUtc());
        const bool in_date = leaf.not_before() <= now && now <= leaf.not_after();
        blind(u"date-not-checked"_s, Messages::tr("Does not look at dates."),
            in_date ? QString() : Messages::tr("The device accepts the certificate of %1 although it is out of date.").arg(leaf.display_name()));
    }
    const bool named = !question.name || match_name(leaf, *question.name) != NameMatch::none;
    blind(u"name-not-checked"_s, Messages::tr("Does not compare names."),
        named ? QString()
              : Messages::tr("The device accepts the certificate of %1 at %2 although it is for another name.").arg(leaf.display_name(), question.name->value));
    blind(u"purpose-not-checked"_s, Messages::tr("Does not look at key usages."),
        leaf.allows(question.peer) ? QString()
                                   : Messages::tr("The device accepts the certificate of %1 although it is not meant for this role.").arg(leaf.display_name()));
}

DeviceVerdict ask_device(const DeviceQuestion &question)
{
    switch (question.device.tls) {
    case DeviceTls::bearssl:
        return ask_runtime(question);
    case DeviceTls::mbedtls:
        return ask_mbedtls(question);
    case DeviceTls::axtls:
        break;
    }
    return ask_axtls(question);
}

QString outcome_name(DeviceStep::Outcome outcome)
{
    switch (outcome) {
    case DeviceStep::Outcome::passed:
        return u"passed"_s;
    case DeviceStep::Outcome::skipped:
        return u"skipped"_s;
    case DeviceStep::Outcome::failed:
        break;
    }
    return u"failed"_s;
}

} // namespace espseal::pki
