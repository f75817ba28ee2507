// SPDX-License-Identifier: Apache-2.0
// Which source folder may use which, checked on #include lines and on the libraries named in CMakeLists.txt.
#pragma once

#include <QString>
#include <QStringList>

namespace layers {

// One sentence for each line that points against the rules below `root`: "core/pki/a.cpp:3: core/pki may not use core/loader".
QStringList violations(const QString &root);

// The layer that a file or folder path (from the root) belongs to, e.g. "core/pki" or "app"; empty if it is none.
QString layer_of(const QString &path);

} // namespace layers
