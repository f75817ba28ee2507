// SPDX-License-Identifier: Apache-2.0
#include "core/pki/batch_manifest.h"
#include "core/pki/messages.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr qsizetype longest = 200; // bytes of UTF-8; file systems take 255, and endings follow

// Devices of Windows, with any ending (its documentation "Naming Files, Paths, and Namespaces").
bool is_reserved(const QString &name)
{
    static const QRegularExpression device(u"\\A(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9¹²³])[ ]*(\\..*)?\\z"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    return device.match(name).hasMatch();
}

} // namespace

QString folder_name_problem(const QString &name)
{
    if (name.isEmpty())
        return Messages::tr("The name is missing.");
    if (name.toUtf8().size() > longest)
        return Messages::tr("The name is longer than %1 bytes.").arg(longest);
    if (!name.isValidUtf16() || std::ranges::any_of(name, [](QChar c) { return !c.isPrint() && !c.isSurrogate(); }))
        return Messages::tr("The name holds characters that cannot be printed.");
    if (std::ranges::any_of(name, [](QChar c) { return u"<>:\"/\\|?*"_s.contains(c); }))
        return Messages::tr("The name \"%1\" holds one of < > : \" / \\ | ? *, which file names cannot have.").arg(name);
    if (name.startsWith(u'.') || name.startsWith(u'-') || name.endsWith(u'.') || name != name.trimmed())
        return Messages::tr("The name \"%1\" begins with a dot or hyphen, or ends with a dot or space.").arg(name);
    if (is_reserved(name) || name.compare(u"issued.csv"_s, Qt::CaseInsensitive) == 0)
        return Messages::tr("The name \"%1\" is reserved.").arg(name);
    return {};
}

} // namespace espseal::pki
