// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QHash>
#include <QSettings>
#include <QStringList>

#include "app/studio/theme/theme.h"

namespace espseal::studio {

// The user's settings: one INI file, typed access, no secrets.
class Settings final {
public:
    // Empty: the platform's place.
    explicit Settings(const QString &file = {});

    // A file beside the settings' own.
    [[nodiscard]] QString beside(const QString &file) const;
    [[nodiscard]] Scheme scheme() const;
    void set_scheme(Scheme scheme);
    [[nodiscard]] QByteArray window_geometry() const;
    void set_window_geometry(const QByteArray &geometry);
    [[nodiscard]] bool flag(const QString &name, bool usual) const; // "inspector", "drawer", "rail-names", "hide-expired"
    void set_flag(const QString &name, bool on);
    [[nodiscard]] QHash<QString, QString> device_names() const; // by MAC
    void set_device_name(const QString &mac, const QString &name);
    [[nodiscard]] QStringList token_modules() const; // PKCS#11 modules that the user has chosen, newest first
    void add_token_module(const QString &path);
    [[nodiscard]] QStringList recent_plans() const; // newest first
    void add_recent_plan(const QString &path);

private:
    mutable QSettings file_;
};

} // namespace espseal::studio
