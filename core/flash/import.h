// SPDX-License-Identifier: Apache-2.0
// Plans from what people have: partition tables, the SDK's output files, an esptool command, a copy of a device's flash, the Arduino core's layouts.
// Nothing is judged here: check() does that. All input is hostile: sizes and counts have limits, and errors name the line or the place.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include "core/base/error.h"
#include "core/base/finding.h"
#include "core/base/secure_bytes.h"
#include "core/flash/plan.h"

#include <optional>
#include <span>

namespace espseal::flash {

enum class ImportKind {
    partition_table, // C source with a partition_item_t[], as user_pre_init() of SDK 3.x has
    csv, // export's CSV, or Name,Type,SubType,Offset,Size
    esptool, // an esptool command with write_flash
    folder, // the SDK's output files by their names
    dump, // a device's flash, read back
    arduino, // a flash layout of the Arduino core: "4M2M"
};
[[nodiscard]] QString import_kind_name(ImportKind kind); // "partition-table"
[[nodiscard]] std::optional<ImportKind> import_kind(const QString &name);

// What the user says about the chip; the input's own word comes second.
struct ImportHints {
    std::optional<Size> chip;
    std::optional<MapKind> map;
    std::optional<std::uint8_t> size_map; // a value of flash_size_map: names both
};

// One thing that was seen in the input.
struct Recognised {
    QString what; // translated: "Boot loader 1.7"
    Confidence confidence = Confidence::sure;
    QString why; // translated: by what it was recognised
    QString region; // of the plan; empty: it became none
    std::optional<Range> range;
};

struct Imported {
    ImportKind kind = ImportKind::partition_table;
    Plan plan;
    QList<Recognised> recognised;
};

// Errors: `c-source` (with the line), `import-no-table`, `import-map-needed` (which maps the source has tables for), `import-map-unknown`.
[[nodiscard]] Result<Imported> import_partition_table(const QByteArray &source, const ImportHints &hints);
// Errors: those of read_csv, `import-csv` (with the line), `import-map-unknown`.
[[nodiscard]] Result<Imported> import_csv(const QByteArray &text, const ImportHints &hints);
// `folder`: what relative file names are relative to. Errors: `import-esptool` (the argument that is not understood), `import-map-unknown`.
[[nodiscard]] Result<Imported> import_esptool(const QString &command, const QString &folder, const ImportHints &hints);

struct FolderFile {
    QString name; // file name without folders
    QString path; // absolute
    Size size;
    std::optional<ImageInfo> image; // if it is one
};
// Errors: `import-nothing` (no name is known), `import-ambiguous` (programs for several maps), `import-map-unknown`, `no-room`.
[[nodiscard]] Result<Imported> import_files(const QList<FolderFile> &files, const ImportHints &hints);
// Reads the files below `path`, three folders deep. Blocking I/O. Errors besides: `folder-missing`, `import-too-many-files`.
[[nodiscard]] Result<Imported> import_folder(const QString &path, const ImportHints &hints);

// At most 16 MB. Error: `import-dump` (too short, too long, nothing but erased flash).
[[nodiscard]] Result<Imported> import_dump(std::span<const std::uint8_t> flash, const ImportHints &hints);

struct ArduinoLayout {
    QString name; // "4M2M"
    Size chip;
    Size sketch; // area from address 0
    Range file_system; // empty: none
};
[[nodiscard]] std::span<const ArduinoLayout> arduino_layouts();
// Any case. Error: `arduino-layout-unknown`.
[[nodiscard]] Result<Imported> import_arduino(const QString &layout);

// Which of them `bytes` are; none: nothing is certain.
[[nodiscard]] std::optional<ImportKind> recognise_import(std::span<const std::uint8_t> bytes);

} // namespace espseal::flash
