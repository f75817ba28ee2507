// SPDX-License-Identifier: Apache-2.0
#include "app/studio/shell/device_picker.h"

#include "app/studio/actions/action_registry.h"
#include "app/studio/devices/device_list.h"
#include "app/studio/theme/icons.h"
#include "app/studio/theme/tones.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/text_styles.h"

#include <QMenu>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace espseal::studio {

DevicePicker::DevicePicker(DeviceList &devices, const ActionRegistry &actions, QWidget *parent)
    : QAbstractButton(parent)
    , devices_(devices)
    , actions_(actions)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setMaximumWidth(340);
    connect(this, &QAbstractButton::clicked, this, &DevicePicker::open_menu);
    connect(&devices, &DeviceList::changed, this, &DevicePicker::follow);
    connect(&devices, &DeviceList::current_changed, this, &DevicePicker::follow);
    follow();
}

QSize DevicePicker::sizeHint() const
{
    return { 300, fontMetrics().height() * 2 + 16 };
}

void DevicePicker::follow()
{
    const DeviceEntry *device = devices_.current();
    setAccessibleName(device ? tr("Device: %1, %2").arg(device->name(), status_word(*device)) : tr("No device chosen"));
    setToolTip(device ? tr("%1\n%2").arg(device->name(), device->port) : tr("Choose a board (Ctrl+D)"));
    update();
}

void DevicePicker::open_menu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const DeviceEntry &device : devices_.devices()) {
        QAction *entry = menu->addAction(
            line_icon(device.is_virtual ? u"virtual"_s : u"devices"_s), tr("%1   %2", "device name, state").arg(device.name(), status_word(device)));
        entry->setCheckable(true);
        entry->setChecked(devices_.current() && devices_.current()->port == device.port);
        connect(entry, &QAction::triggered, &devices_, [this, port = device.port] { devices_.choose(port); });
    }
    if (devices_.devices().isEmpty())
        menu->addAction(tr("No board in sight"))->setEnabled(false);
    menu->addSeparator();
    menu->addAction(&actions_.action(action::virtual_start));
    menu->addAction(&actions_.action(action::device_add_port));
    menu->popup(mapToGlobal(QPoint(0, height() + 2)));
}

void DevicePicker::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ground = palette().color(QPalette::Base);
    painter.setPen(QPen(hairline(palette()), 1));
    painter.setBrush(underMouse() ? mixed(ground, palette().color(QPalette::WindowText), 0.04) : ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7);
    const DeviceEntry *device = devices_.current();
    paint_line_icon(painter, QRectF(11, height() / 2.0 - 11, 22, 22), device && device->is_virtual ? u"virtual"_s : u"devices"_s,
        device ? accent_ink(palette()) : muted_text(palette()));
    paint_line_icon(painter, QRectF(width() - 24, height() / 2.0 - 7, 14, 14), u"chevron-down"_s, muted_text(palette()));
    const QFont normal = font();
    const QFont small = styled(normal, TextStyle::caption);
    const QRect room(43, 7, width() - 43 - 30, height() - 14);
    const QString name = device ? device->name() : tr("No board chosen");
    int chip = 0;
    if (device) {
        chip = std::min(chip_width(status_word(*device), small), room.width() / 2);
        paint_chip(painter, QRectF(room.right() - chip, room.top() - 1, chip, room.height() / 2.0 + 2), status_tone(*device), status_icon(*device),
            status_word(*device), palette(), small);
    }
    painter.setFont(styled(normal, TextStyle::strong));
    painter.setPen(device ? palette().color(QPalette::WindowText) : muted_text(palette()));
    const int name_width = room.width() - (chip > 0 ? chip + 8 : 0);
    painter.drawText(QRect(room.left(), room.top(), name_width, room.height() / 2), Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(name, Qt::ElideRight, name_width));
    painter.setFont(small);
    painter.setPen(muted_text(palette()));
    QString below = tr("Ctrl+D chooses one");
    if (device) {
        const QString mac = device->mac_text();
        const QString where = device->is_virtual ? tr("no hardware") : device->port;
        below = mac.isEmpty() ? where : u"%1   %2"_s.arg(mac, where);
    }
    const QRect second(room.left(), room.top() + room.height() / 2, room.width(), room.height() / 2 + 1);
    painter.drawText(second, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(below, Qt::ElideRight, second.width()));
    if (hasFocus()) {
        painter.setPen(QPen(accent_ink(palette()), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 7, 7);
    }
}

} // namespace espseal::studio
