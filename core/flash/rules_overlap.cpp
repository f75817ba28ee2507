// SPDX-License-Identifier: Apache-2.0
#include "core/flash/rules.h"

#include "core/flash/texts.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace espseal::flash::rules {

Claim claim_of(const Region &region)
{
    return { region, { region.slot.start, std::max(region.slot.size, region.content.value_or(Size())) } };
}

namespace {

bool is_fixed(const Region &region)
{
    return is_code(region.role) || is_system(region.role);
}

// A program keeps other data out of the bytes that it fills. The rest of its slot matters to updates only (fota_findings), and so does
// the whole slot of a second program that is not there yet.
Range kept_from_data(const Claim &claim)
{
    if (!is_code(claim.region.role))
        return claim.bytes;
    if (claim.region.role == RegionRole::user2 && !claim.region.content)
        return {};
    return claim.region.occupied();
}

// Bytes that both claim, else the sectors that both touch.
Range shared(const Range &a, const Range &b)
{
    const Range bytes = a.intersected(b);
    return bytes.empty() ? a.in_sectors().intersected(b.in_sectors()) : bytes;
}

// The one to change comes first: data before programs and system sectors, what is not pinned before what is, the later before the earlier.
bool should_move_first(const Region &a, const Region &b)
{
    const auto rank = [](const Region &region) { return std::pair(is_fixed(region), region.pinned); };
    return rank(a) != rank(b) ? rank(a) < rank(b) : std::pair(a.slot.start, a.name) > std::pair(b.slot.start, b.name);
}

Finding describe(const Region &mover, const Region &other, const Range &range, bool same_bytes)
{
    const QStringList names { mover.name, other.name };
    const QString fix = Texts::tr("Move one of the two.");
    if (is_system(mover.role) || is_system(other.role)) {
        const Region &system = is_system(other.role) ? other : mover;
        const Region &data = is_system(other.role) ? mover : other;
        Finding out = finding(u"overlaps-system-parameters"_s, Severity::error, names, range,
            Texts::tr("%1 lies on the SDK's sectors “%2” at %3.").arg(Texts::quoted(data.name), role_title(system.role), Texts::range(range)), fix);
        out.why = Texts::tr("The SDK writes there by itself and restarts for ever if it reads something else there.");
        return out;
    }
    const bool code = is_code(mover.role) || is_code(other.role);
    return finding(code ? u"overlaps-code"_s : u"overlaps-region"_s, Severity::error, names, range,
        (same_bytes ? Texts::tr("%1 and %2 both claim %3.") : Texts::tr("%1 and %2 share the sector at %3: writing one erases the other."))
            .arg(Texts::quoted(mover.name), Texts::quoted(other.name), Texts::range(range)),
        fix);
}

} // namespace

std::optional<Finding> overlap_finding(const Claim &a, const Claim &b)
{
    if (!a.bytes.in_sectors().overlaps(b.bytes.in_sectors()) || (a.region.name == b.region.name && a.listed == b.listed))
        return std::nullopt;
    // A listed region of the same role stands for the system region, or for a part of it (blank.bin).
    if (a.region.role == b.region.role && a.listed != b.listed)
        return std::nullopt;
    const bool fixed_pair = is_fixed(a.region) && is_fixed(b.region);
    const Range from_a = fixed_pair ? a.bytes : kept_from_data(a);
    const Range from_b = fixed_pair ? b.bytes : kept_from_data(b);
    if (from_a.empty() || from_b.empty() || !from_a.in_sectors().overlaps(from_b.in_sectors()))
        return std::nullopt;
    const bool a_first = should_move_first(a.region, b.region);
    return describe(a_first ? a.region : b.region, a_first ? b.region : a.region, shared(from_a, from_b), from_a.overlaps(from_b));
}

QList<Finding> overlap_findings(const Context &context, qsizetype most)
{
    QList<Finding> out;
    const std::vector<Claim> &claims = context.claims;
    for (auto a = claims.begin(); a != claims.end(); ++a) {
        const Address end = a->bytes.in_sectors().end();
        for (auto b = std::next(a); b != claims.end() && Address(b->bytes.start.sector()) < end; ++b) {
            if (const std::optional<Finding> overlap = overlap_finding(*a, *b))
                out += *overlap;
            if (out.size() >= most)
                return out;
        }
    }
    return out;
}

QList<Finding> fota_findings(const Context &context, const Region &region)
{
    QList<Finding> out;
    if (is_code(region.role))
        return out;
    const Claim claim = claim_of(region);
    for (const FotaSlot &fota : context.fota) {
        if (!claim.bytes.in_sectors().overlaps(fota.slot.in_sectors()))
            continue;
        if (fota.listed && overlap_finding(claim, *fota.listed))
            continue; // said already: the program itself lies there
        const Range range = shared(claim.bytes, fota.slot);
        const bool certain = claim.bytes.in_sectors().overlaps(fota.today.in_sectors());
        out += finding(u"lost-at-next-fota"_s, certain ? Severity::error : Severity::warning, { region.name, fota.program }, range,
            (certain ? Texts::tr("The next update over the air erases %1: it lies at %2, where “%3” is written.")
                     : Texts::tr("An update over the air that is longer than today's program erases %1: %2 is the end of the slot of “%3”."))
                .arg(Texts::quoted(region.name), Texts::range(range), fota.program),
            Texts::tr("Move it out of the slots of both programs."));
    }
    return out;
}

} // namespace espseal::flash::rules
