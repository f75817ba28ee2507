// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/own_templates.h"

#include "core/base/files.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr Size longest_file(1u << 20);
constexpr qsizetype longest_name = 80;

qsizetype index_of(const QList<OwnTemplate> &all, const QString &name)
{
    return std::ranges::find(all, name, &OwnTemplate::name) - all.begin();
}

} // namespace

Result<QString> checked_template_name(const QString &name)
{
    const QString trimmed = name.trimmed();
    const bool printable = std::ranges::all_of(trimmed, [](QChar c) { return c.isPrint(); });
    if (trimmed.isEmpty() || trimmed.size() > longest_name || !printable)
        return usage_error(u"profile-name"_s, OwnTemplates::tr("A profile's name has 1 to %1 printable characters.").arg(longest_name),
            OwnTemplates::tr("Type another name."));
    return trimmed;
}

OwnTemplates::OwnTemplates(QString file, QObject *parent)
    : QObject(parent)
    , file_(std::move(file))
{
    if (!QFileInfo::exists(file_))
        return;
    Result<QList<OwnTemplate>> read = read_file(file_, longest_file).and_then(templates_from_json);
    if (read)
        all_ = *std::move(read);
    else
        problem_ = read.error();
}

const OwnTemplate *OwnTemplates::find(const QString &name) const
{
    const qsizetype index = index_of(all_, name);
    return index < all_.size() ? &all_.at(index) : nullptr;
}

Result<void> OwnTemplates::save(OwnTemplate wanted)
{
    const Result<QString> name = checked_template_name(wanted.name);
    if (!name)
        return failure(name.error());
    wanted.name = *name;
    QList<OwnTemplate> all = all_;
    const qsizetype index = index_of(all, wanted.name);
    if (index < all.size())
        all[index] = std::move(wanted);
    else
        all.append(std::move(wanted));
    return write(std::move(all));
}

Result<void> OwnTemplates::rename(const QString &name, const QString &to)
{
    const Result<QString> wanted = checked_template_name(to);
    if (!wanted)
        return failure(wanted.error());
    if (*wanted == name)
        return {};
    if (find(*wanted))
        return usage_error(u"profile-exists"_s, tr("There is a profile “%1” already.").arg(*wanted), tr("Type another name, or delete that one first."));
    QList<OwnTemplate> all = all_;
    const qsizetype index = index_of(all, name);
    if (index >= all.size())
        return {};
    all[index].name = *wanted;
    return write(std::move(all));
}

Result<void> OwnTemplates::remove(const QString &name)
{
    QList<OwnTemplate> all = all_;
    all.removeIf([&](const OwnTemplate &one) { return one.name == name; });
    return write(std::move(all));
}

Result<void> OwnTemplates::write(QList<OwnTemplate> all)
{
    if (problem_)
        return failure(*problem_);
    if (all.size() > most_own_templates)
        return usage_error(u"profiles-many"_s, tr("There are %1 profiles already.").arg(most_own_templates), tr("Delete one that is not needed."));
    std::ranges::sort(all, [](const OwnTemplate &a, const OwnTemplate &b) { return a.name.localeAwareCompare(b.name) < 0; });
    const Result<void> written = make_folder(QFileInfo(file_).absolutePath()).and_then([&] { return write_file(file_, to_json(all)); });
    if (!written)
        return written;
    all_ = std::move(all);
    Q_EMIT changed();
    return {};
}

} // namespace espseal::studio
