// SPDX-License-Identifier: Apache-2.0
#include "core/flash/rules.h"

#include "core/flash/texts.h"
#include "core/wire/blob.h"

using namespace Qt::StringLiterals;

namespace espseal::flash::rules {

namespace {

void check_program_length(const Context &context, const Region &region, Size content, QList<Finding> &out)
{
    if (content > region.slot.size)
        out += finding(u"code-larger-than-slot"_s, Severity::error, { region.name }, { region.slot.end(), Size(content.value() - region.slot.size.value()) },
            Texts::tr("The program %1 is %2 long, but its slot has %3.").arg(Texts::quoted(region.name), to_string(content), to_string(region.slot.size)),
            Texts::tr("Make the slot longer, or the program smaller."));
    const bool fota_program = region.role == RegionRole::user1 || region.role == RegionRole::user2;
    if (!fota_program || !context.map)
        return;
    const std::uint64_t window = context.map->cache_window.value();
    const Address limit((region.slot.start.value() / window + 1) * window);
    const Address end = region.slot.start + content;
    if (end > limit)
        out += finding(u"code-larger-than-slot"_s, Severity::error, { region.name }, { limit, end - limit },
            Texts::tr("The program %1 ends at %2, beyond the window up to %3 that the CPU can map for it.")
                .arg(Texts::quoted(region.name), to_string(end), to_string(limit)),
            Texts::tr("Make the program smaller, or use a map with larger windows (1024+1024)."));
}

void check_content_length(const Region &region, Size content, QList<Finding> &out)
{
    if (content > region.slot.size)
        out += finding(u"blob-larger-than-region"_s, Severity::error, { region.name }, { region.slot.end(), Size(content.value() - region.slot.size.value()) },
            Texts::tr("The content of %1 is %2 long, but its region has %3.").arg(Texts::quoted(region.name), to_string(content), to_string(region.slot.size)),
            Texts::tr("Make the region longer, or the content smaller."));
}

void check_reader(const Context &context, const Region &region, Size content, QList<Finding> &out)
{
    const Size limit = blob_limit(context.plan.tls);
    const Size tail(wire::blob_header_size);
    if (content > limit) {
        out += finding(u"blob-larger-than-reader"_s, Severity::error, { region.name }, { region.slot.start + limit, Size(content.value() - limit.value()) },
            Texts::tr("The blob %1 is %2 long, but the device's TLS library (%3) reads %4 of it.")
                .arg(Texts::quoted(region.name), to_string(content), tls_name(context.plan.tls), to_string(limit)),
            Texts::tr("Use fewer or smaller certificates, or DER payloads (“espseal convert --payload der”), which are about 30 % shorter."));
    } else if (content <= region.slot.size && content + tail > region.slot.size) {
        out += finding(u"blob-needs-erased-tail"_s, Severity::warning, { region.name },
            { region.slot.start + content, Size(region.slot.size.value() - content.value()) },
            Texts::tr("Only %1 bytes are left behind the blob %2: the SDK's reader needs %3 erased ones to see its end.")
                .arg(Texts::number(region.slot.size.value() - content.value()), Texts::quoted(region.name), Texts::number(tail.value())),
            Texts::tr("Give it one more sector."));
        out.last().why
            = Texts::tr("If an entry is missing from the blob, the reader walks on into whatever follows and can loop until the watchdog resets the device.");
    }
}

void check_device_key(const Context &context, const Region &region, QList<Finding> &out)
{
    if (context.plan.tls != TlsStack::espseal || context.plan.agent.role == wire::AgentRole::none)
        out += finding(u"device-key-needs-agent"_s, Severity::error, { region.name }, region.slot,
            Texts::tr("The device is to make the key of %1 itself, but only the bundled agent can do that.").arg(Texts::quoted(region.name)),
            Texts::tr("Plan for the bundled agent as server or client, or give the region a credential or file."));
    if (!region.file.isEmpty() || !region.credential.isEmpty())
        out += finding(u"device-key-has-content"_s, Severity::error, { region.name }, region.slot,
            Texts::tr("The device is to make the key of %1 itself, but the plan names a content for it, too.").arg(Texts::quoted(region.name)),
            Texts::tr("Take one of them out: “made_on_device”, or the file or credential."));
}

} // namespace

QList<Finding> content_findings(const Context &context, const Region &region)
{
    QList<Finding> out;
    if (region.made_on_device)
        check_device_key(context, region, out);
    if (!region.content)
        return out;
    if (is_code(region.role))
        check_program_length(context, region, *region.content, out);
    else
        check_content_length(region, *region.content, out);
    if (is_credential(region.role))
        check_reader(context, region, *region.content, out);
    return out;
}

} // namespace espseal::flash::rules
