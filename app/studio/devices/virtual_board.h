// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QStringList>

#include "core/provision/virtual_device.h"

#include <memory>

namespace espseal::studio {

// The virtual board in the menu: plugged in or not, and which faults it has.
class VirtualBoard final : public QObject {
    Q_OBJECT
public:
    explicit VirtualBoard(QObject *parent = nullptr);

    void plug_in();
    void put_away();
    void set_real_pace(bool real) { real_pace_ = real; } // from the next plug_in()
    [[nodiscard]] bool is_starting() const { return device_ && !device_->is_ready(); }
    [[nodiscard]] bool is_plugged_in() const { return device_ && device_->is_ready(); }
    [[nodiscard]] QString port() const { return is_plugged_in() ? device_->port() : QString(); }
    [[nodiscard]] QString mac() const { return is_plugged_in() ? device_->mac() : QString(); }

    // `fault` as `espseal-virtual-device --fault` takes it: "noise=4096".
    void set_fault(const QString &fault, bool on);
    void unplug(); // as a pulled cable
    [[nodiscard]] QStringList faults() const { return faults_; }

Q_SIGNALS:
    void plugged_in(const QString &port, const QString &mac);
    void gone(const QString &port);
    void failed(const espseal::Error &error);

private:
    void drop();

    std::unique_ptr<provision::VirtualDevice> device_;
    QString last_port_;
    QStringList faults_;
    bool real_pace_ = false;
};

} // namespace espseal::studio
