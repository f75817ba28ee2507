// SPDX-License-Identifier: Apache-2.0
// The sentences that several parts share.
#pragma once

#include <QCoreApplication>

#include "core/base/error.h"

namespace espseal::loader {

// Translations of this folder: Text::tr("...").
struct Text {
    Q_DECLARE_TR_FUNCTIONS(espseal::loader)
};

[[nodiscard]] std::unexpected<Error> port_gone(const QString &port, const QString &detail = {});
[[nodiscard]] std::unexpected<Error> port_stalled(const QString &port);
[[nodiscard]] std::unexpected<Error> port_without_lines(const QString &port);
[[nodiscard]] std::unexpected<Error> port_failed(const QString &port, const QString &reason);
// The board, not the port.
[[nodiscard]] std::unexpected<Error> board_silent(const QString &port);
[[nodiscard]] std::unexpected<Error> line_noise(const QString &port);
[[nodiscard]] std::unexpected<Error> stopped();

} // namespace espseal::loader
