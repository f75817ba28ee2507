// SPDX-License-Identifier: Apache-2.0
#include "app/studio/devices/virtual_board.h"

using namespace Qt::StringLiterals;

namespace espseal::studio {

VirtualBoard::VirtualBoard(QObject *parent)
    : QObject(parent)
{
}

void VirtualBoard::plug_in()
{
    if (device_)
        return;
    faults_.clear();
    device_ = std::make_unique<provision::VirtualDevice>(provision::VirtualDeviceOptions { .real_line_rate = real_pace_ });
    connect(device_.get(), &provision::VirtualDevice::ready, this, [this] {
        last_port_ = device_->port();
        Q_EMIT plugged_in(device_->port(), device_->mac());
    });
    connect(device_.get(), &provision::VirtualDevice::failed, this, [this](const Error &error) {
        drop();
        Q_EMIT failed(error);
    });
    connect(device_.get(), &provision::VirtualDevice::ended, this, [this] {
        drop();
        Q_EMIT gone(last_port_);
    });
    device_->start();
}

void VirtualBoard::put_away()
{
    if (!device_)
        return;
    device_->disconnect(this);
    drop();
    Q_EMIT gone(last_port_);
}

// Called from the device's own signals too, so it must outlive the call.
void VirtualBoard::drop()
{
    if (device_)
        device_.release()->deleteLater();
    faults_.clear();
}

void VirtualBoard::set_fault(const QString &fault, bool on)
{
    if (!is_plugged_in())
        return;
    if (on) {
        device_->control(u"fault "_s + fault);
        faults_.append(fault);
    } else {
        device_->control(u"clear "_s + fault.section(u'=', 0, 0));
        faults_.removeAll(fault);
    }
}

void VirtualBoard::unplug()
{
    if (is_plugged_in())
        device_->control(u"unplug"_s);
}

} // namespace espseal::studio
