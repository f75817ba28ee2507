// SPDX-License-Identifier: Apache-2.0
// Resets through DTR and RTS.
#pragma once

#include "core/loader/transport.h"

#include <QList>

namespace espseal::loader {

struct ResetStep {
    Lines lines;
    std::chrono::milliseconds hold { 0 }; // afterwards
};

struct ResetStyle {
    QString name; // "classic"
    QList<ResetStep> steps;
};

// The ways into the loader in the order to try them: for the two-transistor circuit of most boards and for direct wiring first with a short
// and then a long hold of GPIO0 (a large capacitor at EN wants it), then for adapters with DTR and RTS swapped. Empty without lines.
[[nodiscard]] QList<ResetStyle> loader_resets(Capabilities capabilities);

// GPIO0 high, a pulse at EN.
[[nodiscard]] ResetStyle application_reset();

Result<void> apply(const ResetStyle &style, Transport &transport, const std::stop_token &stop);

// Sleeps; cancelled within some milliseconds.
Result<void> pause(std::chrono::milliseconds duration, const std::stop_token &stop);

} // namespace espseal::loader
