// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QObject>

#include "core/provision/comparison.h"

#include <optional>

namespace espseal::studio {

// What a board's flash held beside the plan when it was read.
struct BoardSnapshot {
    QString port;
    QString board; // its name then
    QDateTime at;
    QString digest; // of the plan's content then, as plan_digest()
    QList<provision::SectorRun> runs;
};

// What the snapshot says about one region of the plan.
struct RegionOnBoard {
    enum class State { unread, same, different, erased, foreign };
    State state = State::unread;
    std::uint32_t sectors = 0; // of the region
    std::uint32_t wrong = 0; // of them, not as planned
};
[[nodiscard]] RegionOnBoard on_board(const flash::Region &region, const QList<provision::SectorRun> &runs);

// The last comparison, until the user puts it away or the board is written. It is outdated, not gone, once the plan is another one.
class BoardReading final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] const std::optional<BoardSnapshot> &snapshot() const { return snapshot_; }
    // Why it does not say how things are; empty: it does.
    [[nodiscard]] const QString &outdated() const { return outdated_; }

    void show(BoardSnapshot snapshot);
    void clear();
    void set_outdated(const QString &why);

Q_SIGNALS:
    void changed();

private:
    std::optional<BoardSnapshot> snapshot_;
    QString outdated_;
};

[[nodiscard]] QString sector_state_word(provision::SectorState state);
[[nodiscard]] QString ago_text(const QDateTime &then, const QDateTime &now); // "just now", "2 minutes ago"
// "greenhouse-17, read 2 minutes ago: 3 sectors as planned, 1 different."
[[nodiscard]] QString snapshot_sentence(const BoardSnapshot &snapshot, const QDateTime &now);

} // namespace espseal::studio
