// SPDX-License-Identifier: Apache-2.0
#include "tests/layers/layer_rules.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QLibraryInfo>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace layers {

namespace {

// A layer and what it may use besides itself.
const QHash<QString, QStringList> &rules()
{
    static const QStringList parts { u"core/base"_s, u"core/wire"_s, u"core/pki"_s, u"core/flash"_s, u"core/loader"_s };
    static const QStringList whole_core = parts + QStringList { u"core/provision"_s, u"core/monitor"_s, u"core/kit"_s };
    static const QHash<QString, QStringList> table {
        { u"core/base"_s, {} },
        { u"core/wire"_s, {} },
        { u"core/pki"_s, parts.first(2) },
        { u"core/flash"_s, parts.first(2) },
        { u"core/loader"_s, parts.first(2) },
        { u"core/monitor"_s, parts },
        { u"core/kit"_s, parts },
        // A provisioned device is one whose handshake has been seen, so a plan's last step watches a session.
        { u"core/provision"_s, parts + QStringList { u"core/monitor"_s } },
        { u"firmware"_s, { u"core/wire"_s } },
        { u"app"_s, whole_core },
    };
    return table;
}

struct Place {
    QString file; // from the root
    QString layer;
    int line = 0;

    QString says(const QString &sentence) const { return u"%1:%2: %3 %4"_s.arg(file).arg(line).arg(layer, sentence); }
};

bool is_gui_header(const QString &name)
{
    if (name.startsWith("QtGui"_L1) || name.startsWith("QtWidgets"_L1))
        return true;
    const QString headers = QLibraryInfo::path(QLibraryInfo::HeadersPath);
    return name.startsWith(u'Q') && (QFile::exists(headers + u"/QtGui/"_s + name) || QFile::exists(headers + u"/QtWidgets/"_s + name));
}

bool is_freestanding_header(const QString &name)
{
    return name == "stdint.h"_L1 || name == "stddef.h"_L1 || name == "string.h"_L1;
}

QString check_system_header(const Place &place, const QString &name)
{
    if (place.layer == "core/wire"_L1 && !is_freestanding_header(name))
        return place.says(u"may include only <stdint.h>, <stddef.h> and <string.h>, not <%1>"_s.arg(name));
    if (place.layer.startsWith("core/"_L1) && is_gui_header(name))
        return place.says(u"may not use Qt Gui or Qt Widgets: <%1>"_s.arg(name));
    return {};
}

QString check_use(const Place &place, const QString &used)
{
    if (used.isEmpty() || used == place.layer || rules().value(place.layer).contains(used))
        return {};
    return place.says(u"may not use "_s + used);
}

// Includes are from the root, or of a file beside the one that includes it.
QString target_of(const QString &root, const Place &place, const QString &name)
{
    const QString beside = QDir::cleanPath(QFileInfo(place.file).path() + u'/' + name);
    return QFile::exists(root + u'/' + beside) ? beside : QDir::cleanPath(name);
}

QString check_include(const QString &root, const Place &place, const QString &line)
{
    static const QRegularExpression include(uR"re(^\s*#\s*include\s*([<"])([^>"]+)[>"])re"_s);
    const QRegularExpressionMatch match = include.match(line);
    if (!match.hasMatch())
        return {};
    if (match.captured(1) == u'<')
        return check_system_header(place, match.captured(2));
    const QString target = target_of(root, place, match.captured(2));
    if (target.startsWith("tests/"_L1))
        return place.says(u"may not use tests"_s);
    return check_use(place, layer_of(target));
}

QStringList check_link(const Place &place, const QString &line)
{
    static const QRegularExpression ours(uR"(\bespseal_(\w+))"_s);
    static const QRegularExpression gui(uR"(\bQt6::(Gui|Widgets|Svg\w*|OpenGL\w*)\b)"_s);
    QStringList found;
    for (const QRegularExpressionMatch &match : ours.globalMatch(line.section(u'#', 0, 0)))
        found.append(check_use(place, layer_of(u"core/"_s + match.captured(1))));
    if (const auto match = gui.match(line); place.layer.startsWith("core/"_L1) && match.hasMatch())
        found.append(place.says(u"may not link "_s + match.captured()));
    found.removeAll(QString());
    return found;
}

QStringList check_file(const QString &root, const QString &file)
{
    QFile source(root + u'/' + file);
    if (!source.open(QIODevice::ReadOnly))
        return { file + u": cannot be read"_s };
    Place place { file, layer_of(file) };
    if (place.layer.isEmpty() && file.count(u'/') > 1)
        return { file + u": belongs to no layer; name its folder in tests/layers/layer_rules.cpp"_s };
    QStringList found;
    const bool is_cmake = file.endsWith("CMakeLists.txt"_L1);
    const QStringList lines = QString::fromUtf8(source.readAll()).split(u'\n');
    for (const QString &line : lines) {
        ++place.line;
        if (is_cmake)
            found += check_link(place, line);
        else if (const QString wrong = check_include(root, place, line); !wrong.isEmpty())
            found.append(wrong);
    }
    return found;
}

} // namespace

QString layer_of(const QString &path)
{
    const QString top = path.section(u'/', 0, 0);
    const QString layer = top == "core"_L1 ? path.section(u'/', 0, 1) : top;
    return rules().contains(layer) ? layer : QString();
}

QStringList violations(const QString &root)
{
    QStringList found;
    for (const QString &top : { u"core"_s, u"app"_s, u"firmware"_s }) {
        QDirIterator files(
            root + u'/' + top, { u"*.h"_s, u"*.cpp"_s, u"*.c"_s, u"*.hpp"_s, u"*.inc"_s, u"CMakeLists.txt"_s }, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext())
            found += check_file(root, QDir(root).relativeFilePath(files.next()));
    }
    found.sort();
    return found;
}

} // namespace layers
