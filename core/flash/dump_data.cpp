// SPDX-License-Identifier: Apache-2.0
#include "core/flash/dump_data.h"

#include "core/flash/file_system_mark.h"
#include "core/flash/texts.h"
#include "core/wire/agent_settings.h"
#include "core/wire/blob.h"

#include <algorithm>
#include <string_view>

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

using Bytes = std::span<const std::uint8_t>;

wire::ByteView view(Bytes bytes)
{
    return { bytes.data(), static_cast<std::uint32_t>(bytes.size()) };
}

std::uint32_t word(Bytes bytes, std::size_t at)
{
    return bytes[at] | std::uint32_t(bytes[at + 1]) << 8 | std::uint32_t(bytes[at + 2]) << 16 | std::uint32_t(bytes[at + 3]) << 24;
}

bool is_erased(Bytes bytes)
{
    return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0xFF; });
}

Range sectors_at(std::size_t sector, std::size_t count)
{
    return { Address(std::uint64_t(sector) * sector_size), Size(std::uint64_t(count) * sector_size) };
}

// A name of 63 bytes that anyone may have written.
QString printable(const char *host)
{
    QString text = QString::fromUtf8(host);
    std::ranges::replace_if(text, [](QChar c) { return !c.isPrint() || c.isSurrogate(); }, u'?');
    return text;
}

class Finder {
public:
    Finder(Bytes flash, Size chip, const std::vector<bool> &known)
        : flash_(flash)
        , chip_(chip)
        , known_(known)
    {
    }

    QList<DumpPart> all()
    {
        find_system();
        std::uint32_t newest = 0;
        qsizetype newest_part = -1;
        for (std::size_t sector = 0; sector < known_.size(); ++sector) {
            if (known_[sector])
                continue;
            const Bytes bytes = flash_.subspan(sector * sector_size);
            if (is_erased(bytes.first(sector_size)))
                continue;
            wire::AgentSettings settings;
            if (wire::decode_agent_settings(view(bytes.first(sector_size)), settings) == wire::AgentSettingsStatus::ok) {
                add_settings(sector, settings);
                if (newest_part < 0 || settings.generation > newest) {
                    if (newest_part >= 0)
                        out_[newest_part].agent.reset();
                    newest = settings.generation;
                    newest_part = out_.size() - 1;
                } else {
                    out_.last().agent.reset();
                }
            } else if (!find_blob(sector, bytes) && !find_file_system(sector, bytes)) {
                find_protected(sector);
            }
        }
        return out_;
    }

private:
    void add(DumpPart part)
    {
        const std::uint64_t end = part.slot.end().value() / sector_size;
        for (std::uint64_t sector = part.slot.start.sector().value(); sector < std::min<std::uint64_t>(end, known_.size()); ++sector)
            known_[sector] = true;
        out_ += std::move(part);
    }

    // A number in the header cannot make a sector known that a program fills.
    [[nodiscard]] bool is_free(const Range &range) const
    {
        for (std::uint64_t sector = range.start.sector().value(); sector * sector_size < range.end().value(); ++sector) {
            if (sector >= known_.size() || known_[sector])
                return false;
        }
        return true;
    }

    [[nodiscard]] Bytes at(const Range &range) const { return flash_.subspan(range.start.value(), range.size.value()); }

    // 32 bytes in the last of three sectors, which say which of the other two holds.
    [[nodiscard]] bool is_flag_record(Bytes sector) const { return word(sector, 4) == 0x55AA55AAu && word(sector, 28) == 0xAA55AA55u && sector[0] <= 1; }

    void find_system()
    {
        if (chip_.value() > flash_.size())
            return;
        const Range parameters = system_parameters(chip_);
        if (is_free(parameters) && !is_erased(at(parameters))) {
            const bool sure = is_flag_record(at(parameters).subspan(std::size_t(2) * sector_size));
            add({ .role = RegionRole::system_parameters,
                .name = role_name(RegionRole::system_parameters),
                .slot = parameters,
                .content = std::nullopt,
                .what = role_title(RegionRole::system_parameters),
                .confidence = sure ? Confidence::sure : Confidence::likely,
                .why = sure ? Texts::tr("The record that says which copy holds.") : Texts::tr("The place that the SDK keeps for them."),
                .agent = std::nullopt });
        }
        const Range phy = phy_data(chip_);
        if (is_free(phy) && at(phy).front() == 0x05 && is_erased(at(phy).subspan(128)))
            add({ .role = RegionRole::phy_data,
                .name = role_name(RegionRole::phy_data),
                .slot = phy,
                .content = std::nullopt,
                .what = role_title(RegionRole::phy_data),
                .confidence = Confidence::sure,
                .why = Texts::tr("128 bytes that begin with 0x05, in the SDK's sector for them."),
                .agent = std::nullopt });
        const Range rf = rf_calibration(chip_);
        // A blob or settings there are a plan's mistake that should be seen.
        wire::BlobEntry entry;
        const bool blob = is_free(rf) && wire::BlobReader(view(at(rf))).next(entry) == wire::BlobStep::entry;
        if (is_free(rf) && !blob && !is_erased(at(rf)))
            add({ .role = RegionRole::rf_calibration,
                .name = role_name(RegionRole::rf_calibration),
                .slot = rf,
                .content = std::nullopt,
                .what = role_title(RegionRole::rf_calibration),
                .confidence = Confidence::likely,
                .why = Texts::tr("The place that the SDK keeps for it."),
                .agent = std::nullopt });
    }

    void add_settings(std::size_t sector, const wire::AgentSettings &settings)
    {
        AgentPlan agent { .role = settings.role,
            .host = printable(settings.host),
            .remote_port = settings.remote_port,
            .local_port = settings.local_port,
            .buffer_size = settings.buffer_size,
            .client_verifies = settings.client_verifies,
            .client_authenticates = settings.client_authenticates,
            .server_verifies = settings.server_verifies,
            .check_name = settings.check_name,
            .reconnect_seconds = settings.reconnect_seconds };
        add({ .role = RegionRole::agent_settings,
            .name = role_name(RegionRole::agent_settings),
            .slot = sectors_at(sector, 1),
            .content = Size(wire::agent_settings_max),
            .what = role_title(RegionRole::agent_settings),
            .confidence = Confidence::sure,
            .why = Texts::tr("Its mark and its CRC; generation %1.").arg(settings.generation),
            .agent = agent });
    }

    // At least one entry with a certificate or key in it; the names alone could be text.
    bool find_blob(std::size_t sector, Bytes bytes)
    {
        const Bytes part = bytes.first(std::min<std::size_t>(bytes.size(), std::size_t(wire::blob_limit_mbedtls) + wire::blob_header_size));
        wire::BlobReader reader(view(part));
        wire::BlobEntry entry;
        QStringList names;
        bool key = false;
        bool certain = false;
        while (names.size() < 64 && reader.next(entry) == wire::BlobStep::entry) {
            names += QString::fromLatin1(entry.name);
            key = key || std::string_view(entry.name).starts_with(wire::blob_private_key_name)
                || std::string_view(entry.name).starts_with(wire::blob_certificate_name);
            certain = certain || wire::blob_payload_kind(entry.payload) != wire::BlobPayload::unknown;
        }
        const std::size_t size = reader.offset();
        if (names.isEmpty() || !certain || size > bytes.size())
            return false;
        const RegionRole role = key ? RegionRole::identity : RegionRole::ca;
        const Range slot { sectors_at(sector, 1).start, Size(size).in_sectors() };
        if (!is_free(slot))
            return false;
        add({ .role = role,
            .name = role_name(role),
            .slot = slot,
            .content = Size(size),
            .what = key ? Texts::tr("Credential blob: certificate and key") : Texts::tr("Credential blob: CA"),
            .confidence = Confidence::sure,
            .why = Texts::tr("Its entries: %1.").arg(names.join(u", "_s).left(200)),
            .agent = std::nullopt });
        return true;
    }

    bool find_file_system(std::size_t sector, Bytes bytes)
    {
        const std::optional<FileSystemMark> mark = file_system_at(bytes);
        if (!mark)
            return false;
        const Range slot { sectors_at(sector, 1).start, mark->size };
        if (!is_free(slot))
            return false;
        add({ .role = RegionRole::file_system,
            .name = role_name(RegionRole::file_system),
            .slot = slot,
            .content = std::nullopt,
            .what = mark->name,
            .confidence = mark->says_size ? Confidence::sure : Confidence::likely,
            .why = mark->says_size ? Texts::tr("Its mark, which says how long it is.") : Texts::tr("The mark of each of its blocks."),
            .agent = std::nullopt });
        return true;
    }

    void find_protected(std::size_t sector)
    {
        if (sector < 2 || !is_flag_record(flash_.subspan(sector * sector_size, sector_size)))
            return;
        const Range slot = sectors_at(sector - 2, 3);
        if (is_free(slot))
            add({ .role = RegionRole::user,
                .name = u"parameters"_s,
                .slot = slot,
                .content = std::nullopt,
                .what = Texts::tr("Parameters with protection"),
                .confidence = Confidence::sure,
                .why = Texts::tr("The record of system_param_save_with_protect that says which copy holds."),
                .agent = std::nullopt });
    }

    Bytes flash_;
    Size chip_;
    std::vector<bool> known_;
    QList<DumpPart> out_;
};

} // namespace

QList<DumpPart> find_dump_data(Bytes flash, Size chip, const std::vector<bool> &known)
{
    return Finder(flash, chip, known).all();
}

QList<DumpRest> rest_of(Bytes flash, const std::vector<bool> &known)
{
    QList<DumpRest> runs;
    for (std::size_t sector = 0; sector < known.size(); ++sector) {
        if (known[sector])
            continue;
        const bool erased = is_erased(flash.subspan(sector * sector_size, sector_size));
        const Range range = sectors_at(sector, 1);
        if (!runs.isEmpty() && runs.last().erased == erased && runs.last().range.end() == range.start)
            runs.last().range.size = runs.last().range.size + range.size;
        else
            runs += DumpRest { range, erased };
    }
    return runs;
}

Size used_bytes(Bytes bytes)
{
    std::size_t end = 0;
    while (end < bytes.size() && !is_erased(bytes.subspan(end, std::min<std::size_t>(sector_size, bytes.size() - end))))
        end = std::min<std::size_t>(end + sector_size, bytes.size());
    while (end > 0 && bytes[end - 1] == 0xFF)
        --end;
    return Size(end);
}

} // namespace espseal::flash
