// SPDX-License-Identifier: Apache-2.0
#include "core/flash/flash_file_name.h"

#include <QRegularExpression>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

constexpr std::array whole_names {
    std::pair { "eagle.flash.bin"_L1, RegionRole::eagle_flash },
    std::pair { "eagle.irom0text.bin"_L1, RegionRole::irom0text },
    std::pair { "esp_ca_cert.bin"_L1, RegionRole::ca },
    std::pair { "esp_cert_private_key.bin"_L1, RegionRole::identity },
};

} // namespace

std::optional<FlashFileName> parse_flash_file_name(const QString &file_name)
{
    const QString name = file_name.toLower();
    for (const auto &[whole, role] : whole_names) {
        if (name == whole)
            return FlashFileName { .role = role };
    }
    if (const std::optional<ImageFileName> image = parse_image_file_name(name))
        return FlashFileName { .role = image->program == 1 ? RegionRole::user1 : RegionRole::user2, .size_map = image->size_map, .version = {} };
    static const QRegularExpression program(uR"(^user([12])\.bin$)"_s);
    if (const QRegularExpressionMatch match = program.match(name); match.hasMatch())
        return FlashFileName { .role = match.capturedView(1) == u"1"_s ? RegionRole::user1 : RegionRole::user2 };
    static const QRegularExpression boot(uR"(^boot(?:_v(\d+(?:\.\d+)?).*)?\.bin$)"_s);
    if (const QRegularExpressionMatch match = boot.match(name); match.hasMatch())
        return FlashFileName { .role = RegionRole::bootloader, .size_map = std::nullopt, .version = match.captured(1) };
    static const QRegularExpression phy(uR"(^esp_init_data_default(?:_v(\d+))?.*\.bin$)"_s);
    if (const QRegularExpressionMatch match = phy.match(name); match.hasMatch())
        return FlashFileName { .role = RegionRole::phy_data, .size_map = std::nullopt, .version = match.captured(1) };
    static const QRegularExpression blank(uR"(^blank.*\.bin$)"_s);
    if (blank.match(name).hasMatch())
        return FlashFileName { .role = RegionRole::system_parameters, .size_map = std::nullopt, .version = {}, .blank = true };
    return std::nullopt;
}

} // namespace espseal::flash
