// SPDX-License-Identifier: Apache-2.0
#include "core/base/english_plurals.h"

using namespace Qt::StringLiterals;

namespace espseal {

QString EnglishPlurals::translate(const char *, const char *source, const char *, int n) const
{
    QString text = QString::fromUtf8(source);
    if (n < 0 || !text.contains("(s)"_L1))
        return {}; // as it stands
    return text.replace("(s)"_L1, n == 1 ? ""_L1 : "s"_L1);
}

} // namespace espseal
