// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/key_place.h"

#include "app/studio/control/device_key_control.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/text_styles.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QRadioButton>

using namespace Qt::StringLiterals;

namespace espseal::studio {

KeyPlace::KeyPlace(DeviceKeyControl &keys, QWidget *parent)
    : QWidget(parent)
    , keys_(keys)
    , here_(new QRadioButton(tr("made &here")))
    , device_(new QRadioButton(tr("made on the &device")))
    , trade_off_(
          make_label(tr("The key never leaves the chip, so a new board needs a new certificate; the chip takes a second for P-256, minutes for RSA 2048."),
              TextStyle::caption))
    , status_(new QWidget)
    , icon_(new IconLabel(18))
    , text_(make_label({}))
    , button_(new QPushButton)
    , replace_(new QCheckBox(tr("Replace what it has")))
{
    here_->setObjectName(u"key-here"_s);
    device_->setObjectName(u"key-on-device"_s);
    text_->setObjectName(u"key-status"_s);
    button_->setObjectName(u"key-ask"_s);
    replace_->setObjectName(u"key-replace"_s);
    replace_->setToolTip(tr("Its present key and certificate stay in use until the new ones are complete."));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto *choices = new QHBoxLayout;
    choices->setSpacing(16);
    choices->addWidget(here_);
    choices->addWidget(device_);
    choices->addStretch(1);
    column->addLayout(choices);
    column->addWidget(trade_off_);
    auto *row = new QHBoxLayout(status_);
    row->setContentsMargins(0, 2, 0, 2);
    row->setSpacing(8);
    row->addWidget(icon_, 0, Qt::AlignTop);
    row->addWidget(text_, 1);
    row->addWidget(button_, 0, Qt::AlignTop);
    column->addWidget(status_);
    column->addWidget(replace_);
    here_->setChecked(true);
    connect(device_, &QRadioButton::toggled, this, &KeyPlace::toggled);
    connect(button_, &QPushButton::clicked, this, &KeyPlace::button_clicked);
    connect(&keys, &DeviceKeyControl::changed, this, &KeyPlace::follow);
    follow();
}

bool KeyPlace::on_device() const
{
    return device_->isChecked();
}

bool KeyPlace::ready() const
{
    return !on_device() || keys_.can_make();
}

wire::KeyReplace KeyPlace::replace() const
{
    return replace_->isChecked() ? wire::KeyReplace::when_complete : wire::KeyReplace::no;
}

void KeyPlace::choose_device(bool replace)
{
    if (!device_->isEnabled())
        return;
    device_->setChecked(true);
    replace_->setChecked(replace);
}

void KeyPlace::choose_here()
{
    here_->setChecked(true);
}

// That it was clicked is the word that the board may be talked to.
void KeyPlace::toggled()
{
    if (on_device() && keys_.state() == DeviceKeyControl::State::idle && !keys_.agent() && keys_.unavailable().isEmpty())
        keys_.ask();
    follow();
    Q_EMIT changed();
}

void KeyPlace::button_clicked()
{
    if (keys_.state() == DeviceKeyControl::State::idle)
        keys_.ask();
    else
        keys_.stop();
}

void KeyPlace::say(const QString &icon, Tone tone, const QString &text)
{
    icon_->show_icon(icon, tone);
    icon_->setVisible(!icon.isEmpty());
    text_->setText(text);
}

void KeyPlace::follow()
{
    const QString unavailable = keys_.unavailable();
    const bool on = on_device();
    device_->setEnabled(on || unavailable.isEmpty());
    device_->setToolTip(unavailable);
    trade_off_->setVisible(on);
    replace_->setVisible(on);
    const bool idle = keys_.state() == DeviceKeyControl::State::idle;
    replace_->setEnabled(idle);
    here_->setEnabled(idle || !on);
    status_->setVisible(on || !unavailable.isEmpty());
    button_->setVisible(on && (unavailable.isEmpty() || !idle));
    button_->setText(idle ? tr("Ask again") : tr("Stop"));
    const auto &agent = keys_.agent();
    apply_style(*text_, on ? TextStyle::body : TextStyle::caption);
    if (!on)
        say({}, Tone::neutral, tr("On the device: %1").arg(unavailable));
    else if (!idle)
        say(u"running"_s, Tone::info, keys_.progress().isEmpty() ? tr("Talking to the board") : keys_.progress());
    else if (keys_.error())
        say(u"error"_s, Tone::bad, tr("%1 It may be repeated after any failure.").arg(keys_.error()->sentence()));
    else if (!unavailable.isEmpty())
        say(u"warning"_s, Tone::caution, unavailable);
    else if (!agent)
        say(u"info"_s, Tone::neutral, tr("The board has not been asked yet."));
    else if (*agent)
        say(u"ok"_s, Tone::good, tr("%1 on %2 makes keys.").arg((*agent)->firmware, (*agent)->mac));
    else
        say(u"error"_s, Tone::bad, agent->error().sentence());
    const bool refusal = on && idle && (keys_.error() || (agent && !*agent));
    if (!std::exchange(was_refused_, refusal) && refusal)
        Q_EMIT refused();
    const bool now = ready();
    if (std::exchange(was_ready_, now) != now)
        Q_EMIT changed();
}

} // namespace espseal::studio
