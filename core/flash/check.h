// SPDX-License-Identifier: Apache-2.0
// The rules that a plan must keep. Findings come by address; `regions` names the one to change first. Codes:
//
//   map-unsupported              no SDK, or not this one, runs the chip and map
//   outside-chip                 the region ends beyond the chip
//   not-sector-aligned           start or size is no multiple of 4096: erasing it would hit neighbours
//   code-at-wrong-address        boot and cache map the program elsewhere
//   code-larger-than-slot        the program is longer than its slot, or crosses its cache window
//   overlaps-code                the region lies where a program lies
//   overlaps-system-parameters   ... where RF calibration, PHY data or system parameters lie
//   overlaps-region              ... where another region lies
//   lost-at-next-fota            ... where the next update over the air writes (error: one of today's size; warning: one that grew)
//   program-may-grow             the linker script lets the program grow over the region, and nothing enforces its slot (warning)
//   firmware-sector-taken        the plan's known firmware uses the sector for something else
//   firmware-reads-elsewhere     the plan's known firmware looks for that blob in another sector
//   blob-larger-than-region      content is longer than its region
//   blob-larger-than-reader      the TLS stack reads less of a blob than this one has
//   blob-needs-erased-tail       fewer than 34 erased bytes follow: stock readers can loop for ever there (warning)
//   device-key-needs-agent       only the bundled agent makes its own key
//   device-key-has-content       the device is to make the key, but the region has a file or credential, too
//   wrong-sector-argument        the sector that the firmware passes is not where the plan puts the blob
//   image-header-flash-size      the program was built for another chip size
//   image-header-map             ... for another map of that chip
//   image-header-spi             ... for another flash mode or frequency than the image at address 0 or the plan says (warning)
//   boot-too-old                 the boot loader does not know the map
//   programs-differ              user1 and user2 come from different builds (warning)
//   image-damaged                checksum or CRC trailer do not fit the image
//   image-wrong-program          a user1 image in user2's slot or the reverse
//   system-parameters-moved      the SDK looks for its parameters in the last three sectors only
//   partition-table-refused      SDK 3.x would refuse the table: a fixed size is wrong, or a type occurs twice
//   required-region-missing      a program, or what the agent's settings need, is not in the plan
//   region-not-placed            a region without a place
//   agent-host-missing           a client without a server (warning)
//   agent-one-sector             the agent has one CA and one identity sector, the plan wants more
//   more-findings                the rest is left out (more than max_findings)
//
// Sources: SDK memory layout and table checks (user_interface.h, app_partition.o), gen_appbin.py, the blob readers of both TLS stacks.
#pragma once

#include <QList>

#include "core/base/finding.h"
#include "core/flash/plan.h"

namespace espseal::flash {

inline constexpr qsizetype max_findings = 1000;

// Pure: looks at the plan's values only. Every FixAction was tried on a copy: it removes its finding and makes no new one.
[[nodiscard]] QList<Finding> check(const Plan &plan);
// The same without computed fixes: cheap enough for every step of a drag.
[[nodiscard]] QList<Finding> findings_without_fixes(const Plan &plan);

// Reads the regions' files, sets their `content` and `image`. Findings about files: file-missing, file-unreadable, file-not-flash-content, image-broken,
// blob-broken, blob-entry-missing. Blocking I/O: not on the GUI thread.
[[nodiscard]] QList<Finding> measure(Plan &plan);

} // namespace espseal::flash
