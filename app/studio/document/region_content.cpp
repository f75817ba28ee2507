// SPDX-License-Identifier: Apache-2.0
#include "app/studio/document/region_content.h"

namespace espseal::studio {

namespace {

flash::Edit with_content(const flash::Region &region, flash::SetContent content)
{
    content.region = region.name;
    if (!region.made_on_device)
        return { std::move(content) };
    return { flash::EditList { { { std::move(content) }, { flash::SetMadeOnDevice { region.name, false } } } } };
}

} // namespace

flash::Edit fill_with_credential(const flash::Region &region, const QString &credential)
{
    return with_content(region, { .credential = credential });
}

flash::Edit fill_with_file(const flash::Region &region, const QString &file)
{
    return with_content(region, { .file = file });
}

flash::Edit leave_as_it_is(const flash::Region &region)
{
    return with_content(region, {});
}

flash::Edit leave_to_device(const flash::Region &region)
{
    return { flash::EditList { { { flash::SetMadeOnDevice { region.name, true } }, { flash::SetContent { .region = region.name } } } } };
}

flash::EditList leave_identities_to_device(const flash::Plan &plan)
{
    flash::EditList edits;
    if (plan.tls != flash::TlsStack::espseal || plan.agent.role == wire::AgentRole::none)
        return edits;
    for (const flash::Region &region : plan.regions)
        if (flash::is_identity(region.role) && (!region.file.isEmpty() || !region.credential.isEmpty()))
            edits.edits.push_back(leave_to_device(region));
    return edits;
}

} // namespace espseal::studio
