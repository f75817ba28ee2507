// SPDX-License-Identifier: Apache-2.0
#include "app/studio/workspace/device_key_mark.h"

#include "core/base/files.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

constexpr int version = 1;
constexpr Size longest(4096);
constexpr double flash_end = 16.0 * 1024 * 1024; // of the largest chip

} // namespace

QByteArray to_json(const DeviceKeyMark &mark)
{
    const QJsonObject object { { u"version"_s, version }, { u"mac"_s, mark.mac }, { u"sector"_s, static_cast<qint64>(mark.sector.value()) } };
    return QJsonDocument(object).toJson();
}

std::optional<DeviceKeyMark> read_device_key_mark(const QString &path)
{
    const Result<QByteArray> bytes = read_file(path, longest);
    if (!bytes)
        return std::nullopt;
    const QJsonObject object = QJsonDocument::fromJson(*bytes).object();
    const QString mac = object["mac"_L1].toString();
    const double sector = object["sector"_L1].toDouble(-1);
    if (object["version"_L1].toInt() != version || mac.isEmpty() || mac.size() > 32 || sector < 0 || sector >= flash_end)
        return std::nullopt;
    return DeviceKeyMark { mac, Address(static_cast<std::uint64_t>(sector)) };
}

} // namespace espseal::studio
