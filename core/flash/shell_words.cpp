// SPDX-License-Identifier: Apache-2.0
#include "core/flash/shell_words.h"

#include "core/flash/texts.h"

using namespace Qt::StringLiterals;

namespace espseal::flash {

Result<QStringList> shell_words(const QString &command)
{
    QStringList words;
    QString word;
    bool begun = false;
    QChar quote;
    const auto finish = [&] {
        if (begun)
            words += word;
        word.clear();
        begun = false;
    };
    for (qsizetype i = 0; i < command.size(); ++i) {
        const QChar c = command[i];
        const QChar next = i + 1 < command.size() ? command[i + 1] : QChar();
        const bool literal = quote == u'\''; // nothing is special but the quote's end
        const bool windows_joint = next == u'\r' && i + 2 < command.size() && command[i + 2] == u'\n';
        if (!quote.isNull() && c == quote) {
            quote = {};
        } else if (!literal && c == u'\\' && (next == u'\n' || windows_joint)) {
            i += windows_joint ? 2 : 1;
        } else if (!literal && c == u'\\' && u"\"\\' $()"_s.contains(next)) {
            word += next;
            begun = true;
            ++i;
        } else if (!quote.isNull()) {
            word += c;
        } else if (c == u'\'' || c == u'"') {
            quote = c;
            begun = true;
        } else if (c.isSpace()) {
            finish();
        } else {
            word += c;
            begun = true;
        }
    }
    if (!quote.isNull())
        return bad_input(u"import-esptool"_s, Texts::tr("A quote in the command is not closed."), Texts::tr("Give the command as it was typed."));
    finish();
    return words;
}

} // namespace espseal::flash
