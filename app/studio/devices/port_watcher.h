// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include "core/loader/ports.h"

#include <thread>

namespace espseal::studio {

// Looks once a second, on a thread of its own, which ports there are: Qt has no signal for it, and looking walks sysfs and /proc.
class PortWatcher final : public QObject {
    Q_OBJECT
public:
    explicit PortWatcher(QObject *parent = nullptr);
    ~PortWatcher() override;
    void start();

Q_SIGNALS:
    void ports_seen(const QList<espseal::loader::PortInfo> &ports);

private:
    std::jthread thread_;
};

} // namespace espseal::studio
