// SPDX-License-Identifier: Apache-2.0
#include "core/provision/content.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>

#include "core/base/files.h"
#include "core/flash/check.h"
#include "core/flash/layout.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace espseal::provision {

namespace {

constexpr std::int64_t seconds_a_day = 86'400;

QString text(const char *source)
{
    return QCoreApplication::translate("espseal::provision", source);
}

SecureBytes secure(QByteArray bytes)
{
    return SecureBytes::take(bytes);
}

Result<SecureBytes> settings_record(const flash::Plan &plan, const ContentOptions &options)
{
    Result<wire::AgentSettings> settings = flash::agent_settings(plan);
    if (!settings)
        return failure(settings.error());
    settings->generation = options.settings_generation;
    settings->unix_time_floor = options.unix_time_floor ? options.unix_time_floor
                                                        : static_cast<std::uint32_t>((QDateTime::currentSecsSinceEpoch() / seconds_a_day - 1) * seconds_a_day);
    std::array<std::uint8_t, wire::agent_settings_max> record {};
    const std::uint32_t size = wire::encode_agent_settings(*settings, { record.data(), record.size() });
    return SecureBytes(std::span(record).first(size));
}

Result<SecureBytes> credential_blob(const flash::Plan &plan, const flash::Region &region, const CredentialSource &source, const ContentOptions &options)
{
    const pki::PayloadFormat payload = plan.der_payloads ? pki::PayloadFormat::der : options.payload;
    if (flash::is_ca(region.role)) {
        return source.cas(region.credential).and_then([&](const QList<pki::Certificate> &cas) { return pki::pack_ca_blob(cas, payload); }).transform(secure);
    }
    return source.identity(region.credential).and_then([&](const pki::Identity &identity) { return pki::pack_identity_blob(identity, payload); });
}

// Nothing where the plan has nothing for the region.
Result<std::optional<SecureBytes>> region_bytes(
    const flash::Plan &plan, const flash::Region &region, const CredentialSource &source, const ContentOptions &options)
{
    const auto some = [](SecureBytes &&bytes) { return std::optional(std::move(bytes)); };
    if (options.keep.contains(region.name))
        return std::optional<SecureBytes>();
    if (region.role == flash::RegionRole::agent_settings && region.file.isEmpty())
        return settings_record(plan, options).transform(some);
    if (flash::is_credential(region.role) && !region.credential.isEmpty())
        return credential_blob(plan, region, source, options).transform(some);
    if (!region.file.isEmpty())
        return read_secret_file(region.file, Size(plan.chip)).transform(some);
    if (region.made_on_device)
        return std::optional<SecureBytes>();
    const bool needed = (flash::is_ca(region.role) && plan.agent.needs_ca()) || (flash::is_identity(region.role) && plan.agent.needs_identity());
    if (needed)
        return bad_input(u"region-empty"_s, text("The region %1 has no content, but the device needs it.").arg(region.name),
            text("Name its file or its credential in the plan, or let the device make its key (“made_on_device”)."));
    return std::optional<SecureBytes>();
}

SecureBytes filled(const SecureBytes &bytes, Size size)
{
    SecureBytes whole(std::max<std::size_t>(bytes.size(), size.value()));
    std::ranges::fill(whole.writable(), std::uint8_t(0xFF));
    std::ranges::copy(bytes.view(), whole.writable().begin());
    return whole;
}

RegionContent content_of(const flash::Region &region, const SecureBytes &bytes)
{
    const bool whole_slot = flash::is_credential(region.role) || region.role == flash::RegionRole::agent_settings;
    const QByteArrayView view(bytes.chars(), static_cast<qsizetype>(bytes.size()));
    return { region.name, region.slot.start, filled(bytes, whole_slot ? region.slot.size : Size()), Size(bytes.size()),
        QString::fromLatin1(QCryptographicHash::hash(view, QCryptographicHash::Sha256).toHex()) };
}

} // namespace

Size PreparedPlan::total() const
{
    Size sum;
    for (const RegionContent &content : contents)
        sum = sum + Size(content.bytes.size());
    return sum;
}

Result<PreparedPlan> prepare(flash::Plan plan, const CredentialSource &source, const ContentOptions &options)
{
    PreparedPlan prepared;
    prepared.findings = flash::measure(plan);
    for (flash::Region &region : plan.regions) {
        Result<std::optional<SecureBytes>> read = region_bytes(plan, region, source, options);
        if (!read)
            return failure(read.error());
        std::optional<SecureBytes> &bytes = *read;
        if (!bytes)
            continue;
        region.content = Size(bytes->size());
        if (region.is_placed())
            prepared.contents.push_back(content_of(region, *bytes));
    }
    prepared.findings += flash::check(plan);
    std::ranges::sort(prepared.contents, {}, &RegionContent::start);
    prepared.plan = std::move(plan);
    return prepared;
}

bool same_but_for_the_clock(std::span<const std::uint8_t> record, std::span<const std::uint8_t> other)
{
    wire::AgentSettings one, two;
    const auto read = [](std::span<const std::uint8_t> bytes, wire::AgentSettings &settings) {
        return wire::decode_agent_settings({ bytes.data(), static_cast<std::uint32_t>(bytes.size()) }, settings) == wire::AgentSettingsStatus::ok;
    };
    if (!read(record, one) || !read(other, two))
        return false;
    two.unix_time_floor = one.unix_time_floor;
    std::array<std::uint8_t, wire::agent_settings_max> as_one {}, as_two {};
    (void)wire::encode_agent_settings(one, { as_one.data(), as_one.size() });
    (void)wire::encode_agent_settings(two, { as_two.data(), as_two.size() });
    return as_one == as_two;
}

Result<void> refuse_conflicts(const QList<Finding> &findings)
{
    QStringList others;
    const Finding *first = nullptr;
    for (const Finding &finding : findings) {
        if (finding.severity != Severity::error)
            continue;
        if (first)
            others << finding.message;
        else
            first = &finding;
    }
    if (!first)
        return {};
    return bad_input(u"plan-conflict"_s, first->message, first->fix, others.join(u'\n'));
}

} // namespace espseal::provision
