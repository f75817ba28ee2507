// SPDX-License-Identifier: Apache-2.0
#include "app/cli/device/pieces.h"

#include "core/base/files.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

Result<std::vector<PlacedFile>> load_pieces(const std::vector<std::string> &words)
{
    if (words.size() % 2 != 0)
        return usage_error(u"pieces-odd"_s, DeviceTexts::tr("%1 has no file.").arg(QString::fromStdString(words.back())),
            DeviceTexts::tr("Give an address and a file for each piece: 0x7B000 ca.bin."));
    std::vector<PlacedFile> pieces;
    for (std::size_t i = 0; i < words.size(); i += 2) {
        const Result<Address> start = parse_address(words[i]);
        if (!start)
            return failure(start.error());
        const QString path = QString::fromStdString(words[i + 1]);
        Result<SecureBytes> content = read_secret_file(path, Size(16u << 20));
        if (!content)
            return failure(content.error());
        if (content->empty())
            return bad_input(u"file-empty"_s, DeviceTexts::tr("%1 is empty.").arg(path), DeviceTexts::tr("Name the file that you mean."));
        pieces.push_back({ *start, path, std::move(*content) });
    }
    return pieces;
}

} // namespace espseal::cli
