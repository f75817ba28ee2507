// SPDX-License-Identifier: Apache-2.0
// What is wrong on the device before any message: settings, blobs, key, memory.
#include "core/monitor/rule_parts.h"

#include "core/wire/agent_settings.h"
#include "core/wire/blob.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::monitor {

namespace {

using wire::BlobRole;
using wire::BlobVerdict;

std::optional<Finding> no_settings(const Session &session, const DiagnosisContext &)
{
    if (!session.device.agent || session.device.agent->found)
        return {};
    return cause("no-settings", Confidence::seen, rule_text("The device found no settings in its flash: it takes no role and connects to nobody."), {},
        rule_text("Write the plan to the device, settings included, and restart it."));
}

std::optional<Finding> no_role(const Session &session, const DiagnosisContext &)
{
    const auto &agent = session.device.agent;
    if (!agent || !agent->found || agent->role != static_cast<unsigned>(wire::AgentRole::none))
        return {};
    return cause("no-role", Confidence::seen, rule_text("The device's settings make it neither a server nor a client: it does nothing."), {},
        rule_text("Give the agent a role in the plan and write it again."));
}

QString thing_of(const BlobSeen &blob)
{
    if (blob.role == BlobRole::ca)
        return rule_text("CA certificate");
    return blob.name.startsWith(QLatin1StringView(wire::blob_private_key_name)) ? rule_text("private key") : rule_text("certificate");
}

const PlannedBlob *planned_place(const DiagnosisContext &context, BlobRole role)
{
    const auto found = std::find_if(context.planned.cbegin(), context.planned.cend(), [role](const PlannedBlob &planned) { return planned.role == role; });
    return found == context.planned.cend() ? nullptr : &*found;
}

// "The device found no certificate at 0x7C000: the sector is erased; the plan put it at 0x7A000."
QString blob_message(const BlobSeen &blob, const QString &state, const PlannedBlob *planned)
{
    const QString thing = thing_of(blob);
    if (blob.sector == wire::no_sector)
        return rule_text("The firmware found no %1: %2.").arg(thing, state);
    const Address place { SectorIndex(blob.sector) };
    if (!planned)
        return rule_text("The device found no %1 at %2: %3.").arg(thing, short_address(place), state);
    if (planned->address == place)
        return rule_text("The device found no %1 at %2: %3, although the plan put it there.").arg(thing, short_address(place), state);
    return rule_text("The device found no %1 at %2: %3; the plan put it at %4.").arg(thing, short_address(place), state, short_address(planned->address));
}

QString blob_fix(const BlobSeen &blob, const PlannedBlob *planned)
{
    const Address place { SectorIndex(blob.sector) };
    const QString thing = blob.role == BlobRole::ca ? rule_text("the CA") : rule_text("certificate and key");
    if (blob.sector == wire::no_sector)
        return rule_text("Write %1 to the sector that the firmware passes to espconn_secure_%2.")
            .arg(thing, blob.role == BlobRole::ca ? u"ca_enable"_s : u"cert_req_enable"_s);
    if (!planned)
        return rule_text("Write %1 there, or correct the sector in the device's settings.").arg(thing);
    if (planned->address == place)
        return rule_text("Write the plan to the device again; if this comes back, look in the plan for what else uses that sector.");
    return rule_text("Let the device read sector 0x%1 (%2), or move %3 to %4 and write the plan again.")
        .arg(QString::number(planned->address.sector().value(), 16).toUpper(), short_address(planned->address), thing, short_address(place));
}

Finding blob_finding(const char *code, const BlobSeen &blob, const QString &state, const DiagnosisContext &context)
{
    const PlannedBlob *planned = planned_place(context, blob.role);
    Finding finding = cause(code, Confidence::seen, blob_message(blob, state, planned), {}, blob_fix(blob, planned));
    if (blob.sector == wire::no_sector)
        return finding;
    const Range place { Address(SectorIndex(blob.sector)), Size(sector_size) };
    finding.range = place;
    if (!planned)
        return finding;
    finding.regions.append(planned->region);
    if (planned->address != place.start && blob.verdict != BlobVerdict::outside_flash)
        finding.actions.append({ u"region.move"_s, rule_text("Move %1 to %2").arg(planned->region, short_address(place.start)), planned->region, place });
    return finding;
}

template <BlobVerdict verdict> const BlobSeen *blob_with(const Session &session)
{
    const auto found = std::find_if(session.blobs.cbegin(), session.blobs.cend(), [](const BlobSeen &blob) { return blob.verdict == verdict; });
    return found == session.blobs.cend() ? nullptr : &*found;
}

std::optional<Finding> blob_erased(const Session &session, const DiagnosisContext &context)
{
    const BlobSeen *blob = blob_with<BlobVerdict::erased>(session);
    if (!blob)
        return {};
    return blob_finding("blob-erased", *blob, rule_text("the sector is erased"), context);
}

std::optional<Finding> blob_foreign(const Session &session, const DiagnosisContext &context)
{
    const BlobSeen *blob = blob_with<BlobVerdict::no_blob>(session);
    if (!blob)
        return {};
    return blob_finding("blob-foreign", *blob, rule_text("something else is there"), context);
}

std::optional<Finding> blob_outside(const Session &session, const DiagnosisContext &context)
{
    const BlobSeen *blob = blob_with<BlobVerdict::outside_flash>(session);
    if (!blob)
        return {};
    const std::uint64_t size = session.device.flash_size ? session.device.flash_size : context.flash_size.value_or(Size()).value();
    const QString state = size ? rule_text("that is beyond its flash of %1").arg(to_string(Size(size))) : rule_text("that is beyond its flash");
    return blob_finding("blob-outside-flash", *blob, state, context);
}

std::optional<Finding> blob_truncated(const Session &session, const DiagnosisContext &context)
{
    const BlobSeen *blob = blob_with<BlobVerdict::truncated>(session);
    if (!blob)
        return {};
    return blob_finding("blob-truncated", *blob, rule_text("the blob there is cut off"), context);
}

std::optional<Finding> blob_entry_missing(const Session &session, const DiagnosisContext &context)
{
    const BlobSeen *blob = blob_with<BlobVerdict::missing_entry>(session);
    if (!blob)
        return {};
    // The CA blob in the identity's place and the other way round is what mostly happens.
    const QString state = blob->role == BlobRole::ca ? rule_text("the blob there holds no CA but, it seems, certificate and key")
                                                     : rule_text("the blob there has no entry \"%1\"").arg(blob->name);
    return blob_finding("blob-entry-missing", *blob, state, context);
}

std::optional<Finding> blob_unreadable(const Session &session, const DiagnosisContext &context)
{
    const BlobSeen *blob = blob_with<BlobVerdict::bad_payload>(session);
    if (!blob)
        return {};
    Finding finding = blob_finding("blob-unreadable", *blob, rule_text("the blob's entry \"%1\" cannot be read").arg(blob->name), context);
    finding.fix = rule_text("Make the blob anew from a PEM or DER certificate and an unencrypted PKCS#1 or SEC1 key, and write it again.");
    return finding;
}

std::optional<Finding> key_mismatch(const Session &session, const DiagnosisContext &)
{
    const bool seen = device_error(session, u"does not belong to the certificate");
    // OpenSSL's words for a wrong CertificateVerify or ServerKeyExchange.
    const bool concluded = peer_error(session, u"bad signature") || peer_error(session, u"wrong signature");
    if (!seen && !concluded)
        return {};
    return cause("key-mismatch", seen ? Confidence::seen : Confidence::sure, rule_text("The private key on the device does not belong to its certificate."),
        seen ? QString() : seen_text({ rule_text("the device's signature does not fit the certificate that it sent") }),
        rule_text("Write a certificate and key that belong together; espseal blob pack refuses others."));
}

std::optional<Finding> out_of_memory(const Session &session, const DiagnosisContext &)
{
    constexpr std::int32_t espconn_memory = -1;
    const auto is_memory = [](const RuntimeErrorSeen &error) { return error.espconn == espconn_memory; };
    const auto error = std::find_if(session.errors.cbegin(), session.errors.cend(), is_memory);
    if (error == session.errors.cend() && !(session.traced && session.callback_error == espconn_memory))
        return {};
    const QString why = error == session.errors.cend() ? QString() : seen_text({ error->where + u": "_s + error->what });
    return cause("device-out-of-memory", Confidence::seen, rule_text("The device ran out of memory for this connection."), why,
        rule_text("Make its TLS buffer smaller, use a shorter chain or an EC P-256 key, or close other connections first."));
}

constexpr RuleEntry entries[] = {
    { "no-settings", no_settings },
    { "no-role", no_role },
    { "blob-erased", blob_erased },
    { "blob-foreign", blob_foreign },
    { "blob-outside-flash", blob_outside },
    { "blob-truncated", blob_truncated },
    { "blob-entry-missing", blob_entry_missing },
    { "blob-unreadable", blob_unreadable },
    { "key-mismatch", key_mismatch },
    { "device-out-of-memory", out_of_memory },
};

} // namespace

std::span<const RuleEntry> device_rules()
{
    return entries;
}

} // namespace espseal::monitor
