// SPDX-License-Identifier: Apache-2.0
#include "core/flash/check.h"

#include "core/base/files.h"
#include "core/base/secure_bytes.h"
#include "core/flash/boot_loader.h"
#include "core/flash/firmware.h"
#include "core/flash/texts.h"
#include "core/wire/blob.h"

using namespace Qt::StringLiterals;

namespace espseal::flash {

namespace {

Finding about(const Region &region, const QString &code, const QString &message, const QString &fix, const QString &why = {})
{
    Finding out { .code = code,
        .message = message,
        .why = why,
        .fix = fix,
        .actions = {},
        .regions = { region.name },
        .range = std::nullopt,
        .place = u"region:"_s + region.name };
    if (region.is_placed())
        out.range = region.slot;
    return out;
}

wire::ByteView view(std::span<const std::uint8_t> bytes)
{
    return { bytes.data(), static_cast<std::uint32_t>(bytes.size()) };
}

void measure_program(const Plan &plan, Region &region, std::span<const std::uint8_t> bytes, QList<Finding> &out)
{
    region.content = Size(bytes.size());
    const Result<ImageInfo> image = inspect_image(bytes);
    if (image) {
        region.image = *image;
        if (region.role == RegionRole::bootloader)
            region.image.boot_version = boot_loader_version(bytes).toString();
        // eboot and the sketch are two images in one file.
        const KnownFirmware *firmware = find_firmware(plan.firmware);
        const bool whole_file = firmware && firmware->one_image && region.role == RegionRole::eagle_flash;
        region.content = whole_file ? Size(bytes.size()) : image->code_end;
    } else {
        out += about(region, u"image-broken"_s, Texts::tr("The file for %1: %2").arg(Texts::quoted(region.name), image.error().message), image.error().fix,
            image.error().detail);
    }
}

// Parts without a header of their own: anything may be one, but a web page or an archive is none.
void measure_plain(Region &region, std::span<const std::uint8_t> bytes, QList<Finding> &out)
{
    region.content = Size(bytes.size());
    const Result<ImageInfo> image = inspect_image(bytes);
    const bool named = !image && image.error().detail.isEmpty() && image.error().code == "not-an-image"_L1; // empty file, HTML, zip, ELF
    if (named)
        out += about(
            region, u"file-not-flash-content"_s, Texts::tr("The file for %1: %2").arg(Texts::quoted(region.name), image.error().message), image.error().fix);
}

bool has_entry(std::span<const std::uint8_t> bytes, const char *name)
{
    wire::BlobEntry entry;
    return wire::blob_find(view(bytes), name, entry) == wire::BlobStep::entry;
}

void measure_blob(Region &region, std::span<const std::uint8_t> bytes, QList<Finding> &out)
{
    wire::BlobReader reader(view(bytes));
    wire::BlobEntry entry;
    int entries = 0;
    wire::BlobStep step = reader.next(entry);
    for (; step == wire::BlobStep::entry; step = reader.next(entry))
        ++entries;
    region.content = Size(reader.offset());
    const QString made = Texts::tr("Make it again with “espseal blob pack” or “espseal convert”.");
    if (step == wire::BlobStep::truncated || step == wire::BlobStep::garbage) {
        region.content = Size(bytes.size());
        out += about(region, u"blob-broken"_s,
            (step == wire::BlobStep::truncated ? Texts::tr("The blob for %1 is cut off behind entry %2.")
                                               : Texts::tr("The file for %1 is no credential blob behind entry %2."))
                .arg(Texts::quoted(region.name), QString::number(entries)),
            made);
        return;
    }
    QStringList missing;
    if (is_ca(region.role) && entries == 0)
        missing += QLatin1StringView(wire::blob_ca_name);
    for (const char *name : { wire::blob_certificate_name, wire::blob_private_key_name }) {
        if (is_identity(region.role) && !has_entry(bytes, name))
            missing += QLatin1StringView(name);
    }
    for (const QString &name : missing)
        out += about(region, u"blob-entry-missing"_s, Texts::tr("The blob for %1 has no entry “%2”.").arg(Texts::quoted(region.name), name), made);
}

// esp_init_data_default.bin begins with its version; with another first byte the SDK restarts for ever.
void measure_phy(Region &region, std::span<const std::uint8_t> bytes, QList<Finding> &out)
{
    constexpr std::uint8_t version = 0x05;
    measure_plain(region, bytes, out);
    if (!bytes.empty() && bytes[0] != version)
        out += about(region, u"file-not-flash-content"_s,
            Texts::tr("The file for %1 is no PHY init data: it does not begin with 0x05.").arg(Texts::quoted(region.name)),
            Texts::tr("Give the SDK's esp_init_data_default_v08.bin."));
}

void measure_region(const Plan &plan, Region &region, QList<Finding> &out)
{
    const Result<SecureBytes> file = read_secret_file(region.file, Size(64u << 20)); // it may hold a private key
    region.image = {};
    if (!file) {
        const bool missing = file.error().code == "file-missing"_L1;
        out += about(region, missing ? u"file-missing"_s : u"file-unreadable"_s, file.error().message, file.error().fix, file.error().detail);
        return;
    }
    const SecureBytes &bytes = *file;
    if (region.role == RegionRole::irom0text || !(is_code(region.role) || is_credential(region.role) || region.role == RegionRole::phy_data))
        measure_plain(region, bytes.view(), out);
    else if (is_code(region.role))
        measure_program(plan, region, bytes.view(), out);
    else if (is_credential(region.role))
        measure_blob(region, bytes.view(), out);
    else
        measure_phy(region, bytes.view(), out);
}

} // namespace

QList<Finding> measure(Plan &plan)
{
    QList<Finding> out;
    for (Region &region : plan.regions) {
        if (!region.file.isEmpty())
            measure_region(plan, region, out);
        else if (region.role == RegionRole::agent_settings)
            region.content = Size(wire::agent_settings_max);
    }
    return out;
}

} // namespace espseal::flash
