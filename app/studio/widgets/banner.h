// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QWidget>

#include "app/studio/theme/tones.h"
#include "core/base/error.h"

#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace espseal::studio {

class IconLabel;

struct Notice {
    Tone tone = Tone::info;
    QString text;
    QString action_id; // of the registry; empty: no button
    QString key; // a notice replaces an earlier one of the same key; empty: none
};

[[nodiscard]] Notice notice_of(const Error &error);

// The one line for page-wide notices: the newest is shown, a counter tells of more.
class Banner final : public QWidget {
    Q_OBJECT
public:
    explicit Banner(QWidget *parent = nullptr);

    void post(const Notice &notice);
    void withdraw(const QString &key);
    void close_front();
    [[nodiscard]] bool is_empty() const { return notices_.isEmpty(); }
    [[nodiscard]] QString text() const;
    // The button's word for an action id; without it a notice has no button.
    void set_action_text(std::function<QString(const QString &id)> text) { action_text_ = std::move(text); }

Q_SIGNALS:
    void action_requested(const QString &id);
    void changed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();

    QList<Notice> notices_; // newest last
    std::function<QString(const QString &)> action_text_;
    IconLabel *icon_;
    QLabel *text_;
    QLabel *more_;
    QPushButton *action_;
    QToolButton *close_;
};

} // namespace espseal::studio
