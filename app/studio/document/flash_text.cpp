// SPDX-License-Identifier: Apache-2.0
#include "app/studio/document/flash_text.h"

#include <QCoreApplication>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text, const char *comment = nullptr, int count = -1)
{
    return QCoreApplication::translate("Flash", text, comment, count);
}

} // namespace

QString range_text(const Range &range)
{
    if (range.empty())
        return tr("not placed");
    return u"%1 \u2013 %2"_s.arg(to_string(range.start), to_string(Address(range.end().value() - 1)));
}

QString sectors_text(const Range &range)
{
    if (range.empty())
        return tr("not placed");
    const Range whole = range.in_sectors();
    const SectorIndex last = Address(whole.end().value() - 1).sector();
    if (whole.start.sector() == last)
        return to_string(last);
    return tr("%1 (%n sector(s))", "range of sector numbers", static_cast<int>(whole.size.sectors()))
        .arg(u"%1 \u2013 %2"_s.arg(to_string(whole.start.sector()), to_string(last)));
}

QString map_title(flash::MapKind kind)
{
    switch (kind) {
    case flash::MapKind::non_fota:
        return tr("one program, no update over the air");
    case flash::MapKind::map_256_256:
        return tr("two programs of 256 KB");
    case flash::MapKind::map_512_512:
        return tr("two programs of 512 KB");
    case flash::MapKind::map_1024_1024:
        return tr("two programs of 1024 KB");
    case flash::MapKind::map_2048_2048:
        return tr("two programs of 2048 KB");
    }
    return {};
}

QString tls_title(flash::TlsStack tls)
{
    switch (tls) {
    case flash::TlsStack::axtls:
        return tr("SDK with libssl (axTLS)");
    case flash::TlsStack::mbedtls:
        return tr("SDK with libmbedtls");
    case flash::TlsStack::espseal:
        return tr("espseal runtime (BearSSL)");
    }
    return {};
}

QString source_text(const flash::Region &region)
{
    if (region.role == flash::RegionRole::agent_settings)
        return tr("made from the plan");
    if (!region.file.isEmpty())
        return QFileInfo(region.file).fileName();
    if (!region.credential.isEmpty())
        return region.credential;
    if (region.made_on_device)
        return tr("made on the device");
    if (flash::is_system(region.role))
        return tr("the SDK's own");
    return tr("left as it is");
}

QString erase_sentence(const flash::ErasePreview &preview)
{
    if (preview.sectors.isEmpty())
        return tr("Nothing to write yet: no region has content.");
    const int count = static_cast<int>(preview.sector_count());
    const QString sectors = tr("Writing will erase %n sector(s)", "sectors of 4096 bytes", count);
    const QString size = to_string(Size(quint64(preview.sector_count()) * sector_size));
    if (preview.also_erased.isEmpty())
        return tr("%1 (%2), all of them its own.").arg(sectors, size);
    QStringList lost;
    for (const auto &loss : preview.also_erased)
        lost.append(tr("%1 of %2", "size of region").arg(to_string(loss.range.size), loss.region));
    return tr("%1 (%2) and with them %3.").arg(sectors, size, lost.join(u", "_s));
}

QString role_icon(flash::RegionRole role)
{
    if (role == flash::RegionRole::agent_settings)
        return u"board"_s;
    if (flash::is_ca(role))
        return u"authority"_s;
    if (flash::is_identity(role))
        return u"key"_s;
    if (flash::is_system(role))
        return u"lock"_s;
    if (flash::is_code(role))
        return u"devices"_s;
    return u"drawer"_s;
}

QString short_title(const flash::Region &region)
{
    switch (region.role) {
    case flash::RegionRole::bootloader:
        return tr("boot");
    case flash::RegionRole::rf_calibration:
        return tr("RF", "radio calibration sector, as short as can be");
    case flash::RegionRole::phy_data:
        return tr("PHY");
    case flash::RegionRole::system_parameters:
        return tr("system");
    case flash::RegionRole::agent_settings:
        return tr("agent");
    case flash::RegionRole::ca:
    case flash::RegionRole::client_ca:
    case flash::RegionRole::server_ca:
        return tr("CA");
    case flash::RegionRole::identity:
    case flash::RegionRole::client_identity:
    case flash::RegionRole::server_identity:
        return tr("key", "certificate and key, as short as can be");
    default:
        return region.name;
    }
}

} // namespace espseal::studio
