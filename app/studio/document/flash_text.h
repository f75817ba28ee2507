// SPDX-License-Identifier: Apache-2.0
// Words for flash things that several pages show.
#pragma once

#include <QString>

#include "core/flash/layout.h"
#include "core/flash/plan.h"

namespace espseal::studio {

[[nodiscard]] QString range_text(const Range &range); // "0x07B000 – 0x07BFFF"
[[nodiscard]] QString sectors_text(const Range &range); // "0x7B", "0x7B – 0x7D (3 sectors)", as the SDK counts them
[[nodiscard]] QString map_title(flash::MapKind kind); // "1024 + 1024 KB (two programs)"
[[nodiscard]] QString tls_title(flash::TlsStack tls);
[[nodiscard]] QString source_text(const flash::Region &region); // what fills it: file name, certificate, "agent settings", "-"
// "Writing will erase 3 sectors (12 KB) and nothing else."
[[nodiscard]] QString erase_sentence(const flash::ErasePreview &preview);
// Icon of a region's role.
[[nodiscard]] QString role_icon(flash::RegionRole role);
// Short name for a narrow block of the map: "CA", "key", "rf".
[[nodiscard]] QString short_title(const flash::Region &region);

} // namespace espseal::studio
