// SPDX-License-Identifier: Apache-2.0
#include "core/flash/edit.h"

#include "core/flash/texts.h"

#include <algorithm>
#include <ranges>
#include <utility>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

std::unexpected<Error> unknown(const QString &region)
{
    return bad_input(
        u"region-unknown"_s, Texts::tr("The plan has no region “%1”.").arg(region), Texts::tr("It may have been renamed or taken out; look at the plan."));
}

Result<void> check_name(const Plan &plan, const QString &name)
{
    if (name.trimmed().isEmpty() || name.size() > 64 || !std::ranges::all_of(name, [](QChar c) { return c.isPrint() || c.isSurrogate(); }))
        return bad_input(u"region-name-bad"_s, Texts::tr("A region needs a name of 1 to 64 characters."), Texts::tr("Give it one."));
    if (plan.index_of(name) >= 0)
        return bad_input(u"region-name-taken"_s, Texts::tr("The plan has a region “%1” already.").arg(name), Texts::tr("Choose another name."));
    return {};
}

// One overload for each change: does it, and gives what takes it back.
struct Apply {
    Plan &plan;

    Result<Edit> operator()(const MoveRegion &change) const
    {
        return with(change.region, [&](Region &region) { return Edit { MoveRegion { change.region, std::exchange(region.slot.start, change.start) } }; });
    }
    Result<Edit> operator()(const ResizeRegion &change) const
    {
        return with(change.region, [&](Region &region) { return Edit { ResizeRegion { change.region, std::exchange(region.slot.size, change.size) } }; });
    }
    Result<Edit> operator()(const RenameRegion &change) const
    {
        if (change.region != change.name) {
            if (const auto named = check_name(plan, change.name); !named)
                return std::unexpected(named.error());
        }
        return with(change.region, [&](Region &region) { return Edit { RenameRegion { change.name, std::exchange(region.name, change.name) } }; });
    }
    Result<Edit> operator()(const AddRegion &change) const
    {
        if (const auto named = check_name(plan, change.region.name); !named)
            return std::unexpected(named.error());
        const bool at_end = change.index < 0 || change.index > plan.regions.size();
        plan.regions.insert(at_end ? plan.regions.size() : change.index, change.region);
        return Edit { RemoveRegion { change.region.name } };
    }
    Result<Edit> operator()(const RemoveRegion &change) const
    {
        const qsizetype index = plan.index_of(change.region);
        if (index < 0)
            return unknown(change.region);
        return Edit { AddRegion { plan.regions.takeAt(index), index } };
    }
    Result<Edit> operator()(const SetContent &change) const
    {
        return with(change.region, [&](Region &region) {
            return Edit { SetContent { change.region, std::exchange(region.file, change.file), std::exchange(region.credential, change.credential),
                std::exchange(region.content, change.content), std::exchange(region.image, change.image) } };
        });
    }
    Result<Edit> operator()(const SetMadeOnDevice &change) const
    {
        return with(change.region, [&](Region &region) { return Edit { SetMadeOnDevice { change.region, std::exchange(region.made_on_device, change.on) } }; });
    }
    Result<Edit> operator()(const SetPinned &change) const
    {
        return with(change.region, [&](Region &region) { return Edit { SetPinned { change.region, std::exchange(region.pinned, change.pinned) } }; });
    }
    Result<Edit> operator()(const SetSectorArguments &change) const
    {
        return with(change.region, [&](Region &region) {
            return Edit { SetSectorArguments {
                change.region, std::exchange(region.client_sector, change.client), std::exchange(region.server_sector, change.server) } };
        });
    }
    Result<Edit> operator()(const SetChip &change) const
    {
        return Edit { SetChip { std::exchange(plan.chip, change.chip), std::exchange(plan.map, change.map) } };
    }
    Result<Edit> operator()(const SetFirmware &change) const
    {
        return Edit { SetFirmware {
            std::exchange(plan.sdk, change.sdk), std::exchange(plan.tls, change.tls), std::exchange(plan.sdk_release, change.release) } };
    }
    Result<Edit> operator()(const SetKnownFirmware &change) const { return Edit { SetKnownFirmware { std::exchange(plan.firmware, change.name) } }; }
    Result<Edit> operator()(const SetSpi &change) const
    {
        return Edit { SetSpi { std::exchange(plan.spi_mode, change.mode), std::exchange(plan.spi_speed, change.speed) } };
    }
    Result<Edit> operator()(const SetPayload &change) const { return Edit { SetPayload { std::exchange(plan.der_payloads, change.der) } }; }
    Result<Edit> operator()(const SetAgent &change) const { return Edit { SetAgent { std::exchange(plan.agent, change.agent) } }; }
    Result<Edit> operator()(const RenamePlan &change) const { return Edit { RenamePlan { std::exchange(plan.name, change.name) } }; }
    Result<Edit> operator()(const EditList &list) const
    {
        Plan copy = plan;
        EditList inverse;
        for (const Edit &edit : list.edits) {
            Result<Edit> back = apply(copy, edit);
            if (!back)
                return back;
            inverse.edits.push_back(std::move(*back));
        }
        plan = std::move(copy);
        std::ranges::reverse(inverse.edits);
        return Edit { std::move(inverse) };
    }

private:
    template <class Change> Result<Edit> with(const QString &name, Change change) const
    {
        const qsizetype index = plan.index_of(name);
        if (index < 0)
            return unknown(name);
        return change(plan.regions[index]);
    }
};

struct Describe {
    QString operator()(const MoveRegion &edit) const { return Texts::tr("Move %1 to %2").arg(edit.region, to_string(edit.start)); }
    QString operator()(const ResizeRegion &edit) const { return Texts::tr("Make %1 %2 long").arg(edit.region, to_string(edit.size)); }
    QString operator()(const RenameRegion &edit) const { return Texts::tr("Rename %1 to %2").arg(edit.region, edit.name); }
    QString operator()(const AddRegion &edit) const { return Texts::tr("Add %1").arg(edit.region.name); }
    QString operator()(const RemoveRegion &edit) const { return Texts::tr("Remove %1").arg(edit.region); }
    QString operator()(const SetContent &edit) const { return Texts::tr("Change the content of %1").arg(edit.region); }
    QString operator()(const SetMadeOnDevice &edit) const
    {
        return edit.on ? Texts::tr("Let the device make the key of %1").arg(edit.region)
                       : Texts::tr("Do not let the device make the key of %1").arg(edit.region);
    }
    QString operator()(const SetPinned &edit) const { return edit.pinned ? Texts::tr("Pin %1").arg(edit.region) : Texts::tr("Unpin %1").arg(edit.region); }
    QString operator()(const SetSectorArguments &edit) const { return Texts::tr("Change the firmware's sectors for %1").arg(edit.region); }
    QString operator()(const SetChip &edit) const { return Texts::tr("Plan for %1 %2").arg(chip_size_name(edit.chip), map_kind_name(edit.map)); }
    QString operator()(const SetFirmware &edit) const
    {
        return Texts::tr("Plan for SDK %1 with %2").arg(edit.release.isEmpty() ? sdk_name(edit.sdk) : edit.release, tls_name(edit.tls));
    }
    QString operator()(const SetKnownFirmware &edit) const
    {
        return edit.name.isEmpty() ? Texts::tr("Plan for other firmware") : Texts::tr("Plan for the firmware %1").arg(edit.name);
    }
    QString operator()(const SetSpi &) const { return Texts::tr("Change the flash mode and frequency"); }
    QString operator()(const SetPayload &edit) const { return edit.der ? Texts::tr("Pack credentials as DER") : Texts::tr("Pack credentials as PEM"); }
    QString operator()(const SetAgent &) const { return Texts::tr("Change the agent's settings"); }
    QString operator()(const RenamePlan &edit) const { return Texts::tr("Rename the plan to %1").arg(edit.name); }
    QString operator()(const EditList &list) const { return list.edits.empty() ? QString() : describe(list.edits.front()); }
};

} // namespace

Result<Edit> apply(Plan &plan, const Edit &edit)
{
    return std::visit(Apply { plan }, edit.change);
}

QString describe(const Edit &edit)
{
    return std::visit(Describe {}, edit.change);
}

} // namespace espseal::flash
