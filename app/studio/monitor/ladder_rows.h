// SPDX-License-Identifier: Apache-2.0
// A session as the rows of its ladder: what the view paints and the table beside it reads out.
#pragma once

#include <QList>
#include <QString>

#include "app/studio/theme/tones.h"
#include "core/monitor/session.h"

#include <optional>

namespace espseal::studio {

enum class LadderKind { message, cipher_change, alert, application, console, lost, end };

struct LadderRow {
    QString key; // stable while the session grows
    LadderKind kind = LadderKind::message;
    monitor::Flow flow = monitor::Flow::device_to_peer;
    std::optional<std::int64_t> at_us; // since the session's start
    QString name;
    QString size; // "191 B"
    QString detail;
    Tone tone = Tone::info;
    bool encrypted = false;
    std::int64_t compute_us = 0; // the board computed since its previous message
    std::int64_t blocked_us = 0; // the board waited
    qsizetype step = -1; // in Session::steps

    [[nodiscard]] bool is_arrow() const { return kind != LadderKind::console && kind != LadderKind::lost && kind != LadderKind::end; }
};

[[nodiscard]] QList<LadderRow> ladder_rows(const monitor::Session &session);
// One sentence for a screen reader: "ClientHello, 191 bytes, from the board, at 0.2 ms".
[[nodiscard]] QString ladder_sentence(const LadderRow &row);

} // namespace espseal::studio
