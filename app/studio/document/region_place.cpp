// SPDX-License-Identifier: Apache-2.0
#include "app/studio/document/region_place.h"

namespace espseal::studio {

flash::Edit put_at(const flash::Region &region, const Range &place)
{
    flash::Edit move { flash::MoveRegion { region.name, place.start } };
    if (region.slot.size == place.size)
        return move;
    flash::Edit resize { flash::ResizeRegion { region.name, place.size } };
    if (region.slot.start == place.start)
        return resize;
    return { flash::EditList { { std::move(resize), std::move(move) } } };
}

} // namespace espseal::studio
