// SPDX-License-Identifier: Apache-2.0
#include "app/studio/devices/devices_page.h"

#include "app/studio/studio.h"
#include "app/studio/widgets/action_button.h"
#include "app/studio/widgets/card.h"
#include "app/studio/widgets/empty_state.h"
#include "app/studio/widgets/finding_card.h"
#include "app/studio/widgets/table.h"
#include "app/studio/widgets/text_styles.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace espseal::studio {

DevicesPage::DevicesPage(Studio &studio, QWidget *parent)
    : PageFrame(tr("Devices"), parent)
    , studio_(studio)
    , model_(studio.devices)
    , table_(make_table(model_, tr("Boards"), DeviceModel::port_column))
    , stack_(new QStackedWidget)
    , obstacle_(new FindingCard)
    , port_row_(make_port_row())
{
    add_tool(new ActionButton(studio.actions.action(action::device_add_port)));
    add_tool(new ActionButton(studio.actions.action(action::virtual_start)));
    content()->addWidget(port_row_);
    port_row_->hide();

    auto *empty = new EmptyState(u"devices"_s, tr("No board in sight"),
        tr("Plug one in: it shows up here within a second. Or take the virtual one, which behaves like an ESP8266 and needs no hardware."));
    empty->add_action(studio.actions.action(action::virtual_start), true);
    auto *list = new Card;
    auto *list_column = new QVBoxLayout(list);
    list_column->setContentsMargins(1, 1, 1, 1);
    list_column->addWidget(table_);
    stack_->addWidget(empty);
    stack_->addWidget(list);
    content()->addWidget(stack_, 1);
    content()->addWidget(obstacle_);
    obstacle_->hide();

    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &DevicesPage::selected);
    connect(table_, &QTreeView::activated, this, [this](const QModelIndex &index) {
        if (const DeviceEntry *device = model_.at(index))
            studio_.devices.choose(device->port);
    });
    connect(&studio.devices, &DeviceList::changed, this, &DevicesPage::follow);
    connect(&studio.devices, &DeviceList::current_changed, this, &DevicesPage::follow);
    studio.actions.on(action::device_add_port, this, [this] {
        studio_.selection.go(Page::devices);
        port_row_->show();
        port_row_->findChild<QLineEdit *>()->setFocus();
    });
    follow();
}

QWidget *DevicesPage::make_port_row()
{
    auto *row = new Card;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(14, 10, 14, 10);
    auto *edit = new QLineEdit;
    edit->setPlaceholderText(tr("/dev/ttyUSB0, /dev/pts/7, COM7 or rfc2217://host:port"));
    auto *label = make_label(tr("Port"));
    label->setWordWrap(false);
    label->setBuddy(edit);
    edit->setAccessibleName(tr("Port"));
    auto *use = new QPushButton(tr("Use it"));
    auto *close = new QPushButton(tr("Cancel"));
    layout->addWidget(label);
    layout->addWidget(edit, 1);
    layout->addWidget(use);
    layout->addWidget(close);
    const auto add = [this, edit, row] {
        if (const QString port = edit->text().trimmed(); !port.isEmpty())
            studio_.devices.add_manual(port);
        edit->clear();
        row->hide();
    };
    connect(edit, &QLineEdit::returnPressed, this, add);
    connect(use, &QPushButton::clicked, this, add);
    connect(close, &QPushButton::clicked, row, &QWidget::hide);
    return row;
}

QWidget *DevicesPage::first_focus()
{
    return stack_->currentIndex() == 1 ? static_cast<QWidget *>(table_) : nullptr;
}

void DevicesPage::selected()
{
    const DeviceEntry *device = model_.at(table_->currentIndex());
    if (!device)
        return;
    const QString port = device->port;
    studio_.devices.choose(port);
    studio_.selection.select({ .kind = Subject::Kind::device, .key = port });
}

void DevicesPage::follow()
{
    stack_->setCurrentIndex(model_.rowCount() > 0 ? 1 : 0);
    const DeviceEntry *current = studio_.devices.current();
    if (current && model_.row_of(current->port) != table_->currentIndex().row())
        table_->setCurrentIndex(model_.index(model_.row_of(current->port), 0));
    obstacle_->setVisible(current && current->obstacle);
    if (current && current->obstacle)
        obstacle_->show_error(*current->obstacle);
}

} // namespace espseal::studio
