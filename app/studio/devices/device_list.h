// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QObject>

#include "app/studio/theme/tones.h"
#include "core/base/error.h"
#include "core/loader/device_info.h"
#include "core/loader/ports.h"

#include <optional>

namespace espseal::studio {

// A board that can be chosen: a port, and what is known of the board behind it. The port is where it is; the MAC is who it is.
struct DeviceEntry {
    QString port; // what open_transport takes; the key
    QString given_name; // by the user, remembered by MAC
    QString description; // adapter or "Virtual ESP8266"
    bool is_virtual = false;
    bool is_manual = false; // typed by the user; stays when it is not listed
    std::optional<Error> obstacle; // why it cannot be opened now
    std::optional<loader::DeviceInfo> info; // once identified
    QString mac; // known before it was identified: the virtual board's
    QString busy; // what runs on it now: "writing"; empty: nothing
    QDateTime provisioned; // the last time that this session wrote and verified it
    QString provisioned_digest; // of the plan's content then

    [[nodiscard]] QString name() const;
    [[nodiscard]] QString mac_text() const; // empty if unknown
};

enum class DeviceStatus { ready, identified, busy, blocked };
[[nodiscard]] DeviceStatus status_of(const DeviceEntry &device);
[[nodiscard]] QString status_word(const DeviceEntry &device); // translated: "ready", "cannot open"
[[nodiscard]] Tone status_tone(const DeviceEntry &device);
[[nodiscard]] QString status_icon(const DeviceEntry &device);

// All boards and the one that the window works on. GUI thread.
class DeviceList final : public QObject {
    Q_OBJECT
public:
    explicit DeviceList(QObject *parent = nullptr);

    [[nodiscard]] const QList<DeviceEntry> &devices() const { return devices_; }
    [[nodiscard]] const DeviceEntry *find(const QString &port) const;
    [[nodiscard]] const DeviceEntry *current() const { return find(current_); }
    void choose(const QString &port); // empty: none

    // What the port watcher saw; virtual and typed ports stay. The only board there is gets chosen.
    void set_ports(const QList<loader::PortInfo> &ports);
    void add_virtual(const QString &port, const QString &mac);
    void add_manual(const QString &port);
    void remove(const QString &port);

    void set_info(const QString &port, const loader::DeviceInfo &info);
    void set_obstacle(const QString &port, const std::optional<Error> &obstacle);
    void set_busy(const QString &port, const QString &what);
    void set_provisioned(const QString &port, const QString &digest);
    void rename(const QString &port, const QString &name);
    // Names given earlier, by MAC.
    void set_known_names(const QHash<QString, QString> &names);

Q_SIGNALS:
    void changed();
    void current_changed();
    void renamed(const QString &mac, const QString &name);

private:
    DeviceEntry *entry(const QString &port);
    void put(DeviceEntry entry);
    void settle(); // after any change: names, the current one, signals

    QList<DeviceEntry> devices_;
    QString current_;
    QHash<QString, QString> names_;
};

} // namespace espseal::studio
