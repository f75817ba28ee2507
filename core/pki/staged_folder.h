// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>
#include <QTemporaryDir>

#include "core/base/files.h"

#include <memory>

namespace espseal::pki {

enum class Overwrite { no, yes };

// Several files that appear together or not at all: they are written beside their places and moved there at the end; a failure on the
// way puts everything back.
class StagedFolder {
public:
    // `folder` and its parents are made at commit. Errors: no permission, a file in the way.
    [[nodiscard]] static Result<StagedFolder> beside(const QString &folder);

    // `path` is relative, with '/': "bin/esp_ca_cert.bin".
    [[nodiscard]] Result<void> add(const QString &path, std::span<const std::uint8_t> bytes, FileMode mode = FileMode::shared);
    [[nodiscard]] Result<void> add(const QString &path, const QByteArray &bytes, FileMode mode = FileMode::shared);

    // Error with Overwrite::no: "file-exists", which names the first one.
    [[nodiscard]] Result<void> commit(Overwrite overwrite);

    [[nodiscard]] const QStringList &paths() const { return paths_; }

private:
    StagedFolder(QString target, std::unique_ptr<QTemporaryDir> stage)
        : target_(std::move(target))
        , stage_(std::move(stage))
    {
    }

    QString target_;
    std::unique_ptr<QTemporaryDir> stage_;
    QStringList paths_;
};

} // namespace espseal::pki
