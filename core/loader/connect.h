// SPDX-License-Identifier: Apache-2.0
// From an open port to a ROM that answers, or to the reason why it does not.
#pragma once

#include "core/base/progress.h"
#include "core/loader/device_info.h"
#include "core/loader/reset.h"
#include "core/loader/rom_link.h"

namespace espseal::loader {

struct Entry {
    int baud = 115200;
    QString reset; // name of the style that worked; "none" without lines
};

// Resets (if `reset_first` and there are lines) and synchronises at `baud`, then at 115200, style by style; without a reset at other usual
// speeds too, since the ROM keeps the one it measured first. When nothing answers, looks for the
// reason: errors "boot-mode-run", "boot-mode-deaf", "boot-mode-gpio2", "boot-mode-gpio15", "reset-loop", "line-echo", "line-garbage",
// "no-answer"; also "stub-running", "other-chip", "port-gone", cancelled.
[[nodiscard]] Result<Entry> enter_loader(RomLink &link, int baud, bool reset_first, const Job &job);

// Why a board in the state that `banner` tells did not answer; `heard`: what came instead of an answer.
[[nodiscard]] Error explain_silence(const QString &port, bool can_reset, const std::optional<BootBanner> &banner, const Silence &heard);

} // namespace espseal::loader
