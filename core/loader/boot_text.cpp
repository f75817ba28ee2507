// SPDX-License-Identifier: Apache-2.0
#include "core/loader/boot_text.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace espseal::loader {

std::optional<BootBanner> find_banner(const QString &text)
{
    static const QRegularExpression pattern(uR"(rst cause:?\s*(\d+),\s*boot mode:\(\s*(\d)\s*,\s*(\d)\s*\))"_s);
    std::optional<BootBanner> last;
    for (auto matches = pattern.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        last = BootBanner { match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt() };
    }
    return last;
}

Result<QString> listen_for_banner(Transport &transport, std::chrono::milliseconds patience, const std::stop_token &stop)
{
    constexpr qsizetype longest = 4096;
    constexpr std::size_t read_size = 512;
    QString text;
    const Wait wait = wait_for(patience, stop);
    while (!wait.until.hasExpired() && text.size() < longest && !find_banner(text)) {
        const Result<Bytes> bytes = transport.read(read_size, wait);
        if (!bytes)
            return failure(bytes.error());
        for (const std::uint8_t byte : *bytes) {
            if (byte == '\n' || (byte >= 0x20 && byte < 0x7F))
                text += QLatin1Char(static_cast<char>(byte));
        }
    }
    return text.trimmed();
}

} // namespace espseal::loader
