// SPDX-License-Identifier: Apache-2.0
#include "app/studio/devices/port_watcher.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace espseal::studio {

PortWatcher::PortWatcher(QObject *parent)
    : QObject(parent)
{
}

PortWatcher::~PortWatcher() = default;

void PortWatcher::start()
{
    if (thread_.joinable())
        return;
    thread_ = std::jthread([this](const std::stop_token &stop) {
        std::mutex mutex;
        std::condition_variable_any wake;
        while (!stop.stop_requested()) {
            const QList<loader::PortInfo> ports = loader::list_ports();
            QMetaObject::invokeMethod(this, [this, ports] { Q_EMIT ports_seen(ports); }, Qt::QueuedConnection);
            std::unique_lock lock(mutex);
            wake.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
        }
    });
}

} // namespace espseal::studio
