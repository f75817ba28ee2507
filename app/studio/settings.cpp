// SPDX-License-Identifier: Apache-2.0
#include "app/studio/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr qsizetype recent_limit = 8;

QString settings_file(const QString &wanted)
{
    return wanted.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + u"/studio.ini"_s : wanted;
}

} // namespace

Settings::Settings(const QString &file)
    : file_(settings_file(file), QSettings::IniFormat)
{
}

QString Settings::beside(const QString &file) const
{
    return QFileInfo(file_.fileName()).dir().filePath(file);
}

Scheme Settings::scheme() const
{
    return scheme_of(file_.value("looks/scheme"_L1).toString());
}

void Settings::set_scheme(Scheme scheme)
{
    file_.setValue("looks/scheme"_L1, scheme_key(scheme));
}

QByteArray Settings::window_geometry() const
{
    return file_.value("window/geometry"_L1).toByteArray();
}

void Settings::set_window_geometry(const QByteArray &geometry)
{
    file_.setValue("window/geometry"_L1, geometry);
}

bool Settings::flag(const QString &name, bool usual) const
{
    return file_.value(u"flags/"_s + name, usual).toBool();
}

void Settings::set_flag(const QString &name, bool on)
{
    file_.setValue(u"flags/"_s + name, on);
}

QHash<QString, QString> Settings::device_names() const
{
    QHash<QString, QString> names;
    file_.beginGroup("devices"_L1);
    for (const QString &key : file_.childKeys())
        names.insert(QString(key).replace(u'-', u':'), file_.value(key).toString());
    file_.endGroup();
    return names;
}

void Settings::set_device_name(const QString &mac, const QString &name)
{
    file_.setValue(u"devices/"_s + QString(mac).replace(u':', u'-'), name);
}

QStringList Settings::token_modules() const
{
    return file_.value("tokens/modules"_L1).toStringList();
}

void Settings::add_token_module(const QString &path)
{
    QStringList paths = token_modules();
    paths.removeAll(path);
    paths.prepend(path);
    file_.setValue("tokens/modules"_L1, paths.first(std::min(recent_limit, paths.size())));
}

QStringList Settings::recent_plans() const
{
    return file_.value("plans/recent"_L1).toStringList();
}

void Settings::add_recent_plan(const QString &path)
{
    QStringList paths = recent_plans();
    paths.removeAll(path);
    paths.prepend(path);
    file_.setValue("plans/recent"_L1, paths.first(std::min(recent_limit, paths.size())));
}

} // namespace espseal::studio
