// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include "core/base/finding.h"
#include "core/monitor/session.h"

class QLabel;
class QStackedLayout;

namespace espseal::studio {

class Card;
class FindingCard;
class IconLabel;
class TimeBar;

// How a session went, in one sentence; for a failure the diagnosis with its fix.
class VerdictCard final : public QWidget {
    Q_OBJECT
public:
    explicit VerdictCard(QWidget *parent = nullptr);
    void show_session(const monitor::Session &session, const QList<Finding> &findings);
    void show_board(const QList<Finding> &findings); // before any session

Q_SIGNALS:
    void fix_requested(const espseal::FixAction &action);

private:
    Card *card_;
    IconLabel *icon_;
    QLabel *sentence_;
    QLabel *detail_;
    TimeBar *bar_;
    FindingCard *finding_;
    QLabel *more_;
};

// Where the time of a handshake went: the board worked, or it waited.
class TimeBar final : public QWidget {
    Q_OBJECT
public:
    explicit TimeBar(QWidget *parent = nullptr);
    void set_times(std::int64_t worked_us, std::int64_t waited_us);
    [[nodiscard]] QSize sizeHint() const override { return { 160, 8 }; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::int64_t worked_ = 0;
    std::int64_t waited_ = 0;
};

} // namespace espseal::studio
